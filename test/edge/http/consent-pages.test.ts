import type { AddressInfo } from 'node:net'
import * as restify from 'restify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LinkPage } from '#domain/consent/show-link.ts'
import { addConsentPages, type ConsentPages } from '#edge/http/consent-pages.ts'
import { html } from '#edge/http/html.ts'
import { startPage } from '#edge/http/pages.ts'
import { OutsideError, UserError } from '#platform/base/errors.ts'

const token = 't'.repeat(43)
const state = 's'.repeat(43)
const now = new Date('2026-11-22T10:02:00Z')
const link: LinkPage = {
  kind: 'set',
  suite: 'Trend Vision One',
  setName: 'User, device and activity',
  apps: ['Risk Insights', 'Workbench'],
  clientId: '3c3c3c3c-0000-4000-8000-000000000002',
  tenantId: '2b2b2b2b-0000-4000-8000-000000000001',
  tenantName: 'Contoso Ltd',
  tenantDomain: 'contoso.com',
  permissions: [
    {
      value: 'Place.Read.All',
      api: 'Microsoft Graph',
      type: 'application',
      reason: 'Locations of devices',
      tier: 2,
    },
    {
      value: 'RoleManagement.ReadWrite.Directory',
      api: 'Microsoft Graph',
      type: 'application',
      reason: 'Roles',
      tier: 0,
    },
    { value: 'User.Read', api: 'Microsoft Graph', type: 'delegated', reason: 'Sign in', tier: 2 },
  ],
  requestedBy: 'Alice Approver',
  code: 'K7M-2QX',
  openUntil: new Date('2026-11-22T11:02:00Z'),
}

type Calls = { show: string[]; open: string[]; take: { query: URLSearchParams; cookie?: string }[] }
let calls: Calls
let logged: unknown[]
let server: restify.Server
let origin: string

async function serve(change: Partial<ConsentPages> = {}): Promise<void> {
  server = restify.createServer()
  const note = (...line: unknown[]) => void logged.push(line)
  addConsentPages(server, {
    showLink: async (given) => {
      calls.show.push(given)
      return link
    },
    openLink: async (given) => {
      calls.open.push(given)
      const location = `https://login.microsoftonline.com/${link.tenantId}/v2.0/adminconsent?state=${state}`
      return { location, cookie: { value: 'secretOfTheBrowser', maxAgeSeconds: 1800 } }
    },
    handleCallback: async (reply) => void calls.take.push(reply),
    clock: () => now,
    log: { debug: note, info: note, warn: note, error: note },
    publicUrl: 'https://grants.example.com',
    loginBaseUrl: 'https://login.microsoftonline.com',
    newReference: () => 'R4F7',
    ...change,
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const ask = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: 'manual', ...init })
const press = (headers: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin' }) =>
  ask(`/consent/${token}`, { method: 'POST', headers, body: '' })

async function departed(): Promise<string> {
  const cookie = (await press()).headers.get('set-cookie') ?? ''
  return cookie.split(';')[0] ?? ''
}

beforeEach(() => {
  calls = { show: [], open: [], take: [] }
  logged = []
})
afterEach(() => new Promise<void>((done) => server.close(() => done())))

describe('the start page', () => {
  it('shows everything that a careful person compares, the riskiest permission first', async () => {
    await serve()
    const response = await ask(`/consent/${token}`)
    const page = await response.text()
    expect(response.status).toBe(200)
    for (const word of [
      'User, device and activity',
      'Contoso Ltd',
      'contoso.com',
      link.tenantId,
      link.clientId,
      'Trend Vision One',
      'Risk Insights, Workbench',
      'Alice Approver',
      'K7M-2QX',
      'matches the code in your chat',
      'Nov 22, 11:02 UTC',
      'Place.Read.All',
      'Locations of devices',
      'Tier 2: low',
      'delegated',
      'Continue to Microsoft',
      'login.microsoftonline.com',
    ])
      expect(page).toContain(word)
    expect(page.indexOf('RoleManagement.ReadWrite.Directory')).toBeLessThan(page.indexOf('Place.Read.All'))
    expect(page.match(/<button/g)).toHaveLength(1)
    expect(calls).toEqual({ show: [token], open: [], take: [] })
  })

  it('may be loaded by a browser without running, loading or framing anything', async () => {
    await serve()
    const { headers } = await ask(`/consent/${token}`)
    const policy = headers.get('content-security-policy')
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'$/,
    )
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('set-cookie')).toBeNull()
  })

  it('escapes every text it is given', () => {
    const evil = `<img src=x onerror="alert('1')">&\u202e`
    const page = startPage(
      {
        ...link,
        suite: evil,
        setName: evil,
        apps: [evil],
        clientId: evil,
        tenantId: evil,
        tenantName: evil,
        tenantDomain: evil,
        requestedBy: evil,
        code: evil,
        permissions: [{ value: evil, api: evil, type: 'application', reason: evil, tier: 1 }],
      },
      evil,
      now,
    )
    expect(page).not.toContain('<img')
    expect(page).not.toContain('onerror="')
    expect(page).not.toContain('\u202e')
    expect(
      page.match(/&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp;/g)?.length,
    ).toBeGreaterThan(12)
  })

  it('names app and publisher as Microsoft’s page will, and says when it cannot', () => {
    const page = (shownApp?: LinkPage['shownApp']) =>
      startPage({ ...link, ...(shownApp && { shownApp }) }, 'login.example', now)
    const verified = page({ name: 'Activity Data', verifiedPublisher: 'Cobalt Ridge' })
    expect(verified).toContain('Activity Data')
    expect(verified).toContain('Cobalt Ridge, verified by Microsoft')
    expect(page({ name: 'Activity Data' })).toContain('Not verified by Microsoft')
    expect(page()).toContain('Couldn’t be read now. Compare the client ID.')
    expect(page()).not.toContain('erified by Microsoft')
  })

  it('shows what an update adds, and folds what is granted already', () => {
    const [place, roles, user] = link.permissions
    if (!place || !roles || !user) throw new Error('Expected three permissions')
    const page = (granted: readonly (boolean | undefined)[]) => {
      const permissions = [place, roles, user].map((each, at) => ({
        ...each,
        ...(granted[at] !== undefined && { isGranted: granted[at] }),
      }))
      return startPage({ ...link, permissions }, 'login.example', now)
    }
    const [shown = '', folded = ''] = page([false, true, true]).split('<details>')
    expect(shown).toContain('Update “User, device and activity” in Contoso Ltd')
    expect(shown).toContain('1 new permission<')
    expect(shown).toContain('Place.Read.All')
    expect(shown).not.toContain('RoleManagement')
    expect(folded).toMatch(/<summary>2 already granted<\/summary>[\s\S]*RoleManagement[\s\S]*<\/details>/)
    expect(page([false, false, true])).toContain('2 new permissions<')
    // Nothing to tell apart: everything is new, nothing is, or nobody knows.
    for (const granted of [[false, false, false], [true, true, true], []])
      expect(page(granted)).toMatch(/Grant “[\s\S]*<h2>3 permissions<\/h2>(?![\s\S]*<details>)/)
  })

  it('tells of the reader when the directory connection is asked for', () => {
    const page = startPage(
      { ...link, kind: 'connection', setName: '', apps: [], permissions: [] },
      'login.example',
      now,
    )
    expect(page).toContain('Connect Contoso Ltd')
    expect(page).toContain('It can’t change anything')
    expect(page).not.toContain('Trend Vision One')
  })
})

describe('the button', () => {
  it('ties the browser with a cookie and leads to Microsoft', async () => {
    await serve()
    const response = await press()
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toMatch(/^https:\/\/login\.microsoftonline\.com\//)
    expect(response.headers.get('set-cookie')).toMatch(
      /^__Host-grantkeeper-[0-9a-f]{16}=secretOfTheBrowser; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax; Secure$/,
    )
    expect(calls.open).toEqual([token])
  })

  it('sets a cookie that loopback without https accepts', async () => {
    await serve({ publicUrl: 'http://127.0.0.1:3978', loginBaseUrl: 'http://127.0.0.1:4100' })
    const response = await press()
    expect(response.headers.get('set-cookie')).toMatch(
      /^grantkeeper-[0-9a-f]{16}=[^;]+; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax$/,
    )
    expect(response.headers.get('content-security-policy')).toContain(
      "form-action 'self' http://127.0.0.1:4100;",
    )
  })

  it.each([
    ['the browser says that another site pressed it', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a sister site pressed it', { 'Sec-Fetch-Site': 'same-site' }],
    ['an older browser names another origin', { Origin: 'https://evil.example' }],
  ])('does nothing when %s', async (_name, headers) => {
    await serve()
    expect((await press(headers)).status).toBe(404)
    expect(calls.open).toEqual([])
  })

  it.each<Record<string, string>>([{}, { Origin: 'null' }, { Origin: 'https://grants.example.com' }])(
    'works with %o',
    async (headers) => {
      await serve()
      expect((await press(headers)).status).toBe(303)
    },
  )
})

describe('the way back', () => {
  it('hands the query and the cookie of that state on, shows a fixed page and takes the cookie back', async () => {
    await serve()
    const cookie = await departed()
    const response = await ask(`/consent/callback?admin_consent=True&tenant=evil%3Cb%3E&state=${state}`, {
      headers: { Cookie: `other=1; ${cookie}` },
    })
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(page).toContain('You can close this window')
    expect(page).not.toContain('evil')
    expect(response.headers.get('set-cookie')).toMatch(
      /^__Host-grantkeeper-[0-9a-f]{16}=; Path=\/; Max-Age=0; HttpOnly; SameSite=Lax; Secure$/,
    )
    expect(calls.take).toHaveLength(1)
    expect(calls.take[0]?.cookie).toBe('secretOfTheBrowser')
    expect(calls.take[0]?.query.get('tenant')).toBe('evil<b>')
  })

  it('keeps duplicated parameters, so that the relay can refuse them', async () => {
    await serve()
    await ask(`/consent/callback?error=a&error=b&state=${state}`)
    expect(calls.take[0]?.query.getAll('error')).toEqual(['a', 'b'])
    expect(calls.take[0]).not.toHaveProperty('cookie')
  })

  it('passes no cookie on that is of another state or that comes twice', async () => {
    await serve()
    const cookie = await departed()
    const other = 'o'.repeat(43)
    await ask(`/consent/callback?state=${other}`, { headers: { Cookie: cookie } })
    await ask(`/consent/callback?state=${state}`, { headers: { Cookie: `${cookie}; ${cookie}` } })
    expect(calls.take.map((reply) => reply.cookie)).toEqual([undefined, undefined])
  })

  it.each([
    ['no state', '', 'couldn’t be read'],
    ['an empty state', '?state=', 'couldn’t be read'],
    ['two states', `?state=${state}&state=${state}`, 'couldn’t be read'],
    ['a state of another shape', '?state=1%27--', 'doesn’t belong to an open request'],
  ])('asks nobody when there is %s', async (_name, query, words) => {
    await serve()
    const response = await ask(`/consent/callback${query}`)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(words)
    expect(calls.take).toEqual([])
  })
})

describe('link scanners', () => {
  it.each([`/consent/${token}`, '/consent/callback?state=x'])(
    'get an empty answer to HEAD %s and use nothing up',
    async (path) => {
      await serve()
      const response = await ask(path, { method: 'HEAD' })
      expect(response.status).toBe(200)
      expect(await response.text()).toBe('')
      expect(calls).toEqual({ show: [], open: [], take: [] })
    },
  )

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('get nothing for %s', async (method) => {
    await serve()
    expect((await ask(`/consent/${token}`, { method })).status).toBe(405)
    expect((await ask('/consent/callback', { method: 'POST' })).status).not.toBe(200)
    expect(calls).toEqual({ show: [], open: [], take: [] })
  })
})

describe('a page of refusal', () => {
  const refusal = (error: Error) => ({
    showLink: () => Promise.reject(error),
    openLink: () => Promise.reject(error),
    handleCallback: () => Promise.reject(error),
  })

  it.each([
    ['LINK_UNKNOWN', 404, 'doesn’t exist'],
    ['LINK_USED', 410, 'already used'],
    ['LINK_EXPIRED', 410, 'has expired'],
    ['LINK_CANCELLED', 410, 'was withdrawn'],
    ['STATE_UNKNOWN', 400, 'open request'],
    ['COOKIE_MISSING', 400, 'in another browser'],
    ['CALLBACK_MALFORMED', 400, 'couldn’t be read'],
    ['REGISTRATION_MISMATCH', 409, 'registration must be fixed'],
    ['CARD_OUTDATED', 409, 'can’t be done now'],
  ] as const)('explains %s with %i', async (code, status, words) => {
    await serve(refusal(new UserError(code, { tenant: '<b>' })))
    for (const response of [
      await ask(`/consent/${token}`),
      await press(),
      await ask(`/consent/callback?state=${state}`),
    ]) {
      expect(response.status).toBe(status)
      expect(await response.text()).toContain(words)
      expect(response.headers.get('set-cookie')).toBeNull()
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })

  it.each(['short', '%00'.repeat(43), `${token}x`, '..%2fapi', "'%20or%201=1"])(
    'answers the token %s without a look-up',
    async (bad) => {
      await serve()
      const response = await ask(`/consent/${bad}`)
      expect(response.status).toBe(404)
      expect(calls.show).toEqual([])
    },
  )

  it('says that a neighbour is silent', async () => {
    await serve(refusal(new OutsideError({ service: 'graph', status: 503 })))
    expect((await ask(`/consent/${token}`)).status).toBe(503)
  })

  it('tells of a bug by reference only', async () => {
    await serve(refusal(new Error('the database password is hunter2')))
    const response = await ask(`/consent/${token}`)
    const page = await response.text()
    expect(response.status).toBe(500)
    expect(page).toContain('R4F7')
    expect(page).not.toContain('hunter2')
    expect(logged).toHaveLength(1)
  })

  it('never logs a token, a state or a cookie', async () => {
    await serve(refusal(new UserError('LINK_USED')))
    await ask(`/consent/${token}`)
    await ask(`/consent/callback?state=${state}`, { headers: { Cookie: 'grantkeeper-1=secret' } })
    expect(logged).toHaveLength(2)
    expect(JSON.stringify(logged)).not.toMatch(/ttt|sss|secret/)
  })
})

it('html keeps markup and escapes the rest', () => {
  expect(html`<p>${html`<b>${'<'}</b>`}${['a&', html`<i></i>`]}${false}${undefined}${0}</p>`.text).toBe(
    '<p><b>&lt;</b>a&amp;<i></i>0</p>',
  )
})
