import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { makeLog } from '#platform/base/log.ts'
import { hours, minutes } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { makeBrowser } from '../support/browser.ts'
import { readText } from '../support/card-parts.ts'
import { makeTestClock } from '../support/clocks.ts'
import { auditOf, query, snapshot, statusOf } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { accept, decide, linkOf, startGrant } from './consent-flow.ts'

const activity = 'user-device-activity'
const line = 'grant "User, device and activity" in Fabrikam'

/** A link that is out, on the card of Alice. */
async function makeLink(parts = {}) {
  const app = await startWholeApp(parts)
  const alice = app.teams.as(people.alice)
  const card = await startGrant(alice, line)
  return { app, alice, card, link: linkOf(card) }
}

const press = (link: string, headers: Record<string, string> = {}) =>
  fetch(link, { method: 'POST', redirect: 'manual', headers })

/** Presses the button of the start page: where it leads, and the cookie that the way back needs. */
async function depart(link: string) {
  const response = await press(link)
  const location = new URL(response.headers.get('location') ?? '')
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const state = location.searchParams.get('state') ?? ''
  return { status: response.status, location, cookie, state }
}

const comeBack = (app: WholeApp, state: string, cookie?: string, more: Record<string, string> = {}) => {
  const claim = { admin_consent: 'True', tenant: tenantIdOf('Fabrikam'), state, ...more }
  const url = new URL(`/consent/callback?${new URLSearchParams(claim)}`, app.botUrl)
  return fetch(url, { headers: cookie ? { cookie } : {} })
}

const times = <T>(count: number, work: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => work(at)))
const count = (statuses: number[], status: number) => statuses.filter((each) => each === status).length

describe('a link works once', () => {
  test('of ten people who press the button at the same moment, one goes on', async () => {
    const { app, link } = await makeLink()
    const statuses = (await times(10, () => press(link))).map(({ status }) => status)
    expect([count(statuses, 303), count(statuses, 410)]).toEqual([1, 9])
    await app.settled()
    expect(auditOf(app, 'consent.open')).toHaveLength(1)
  })

  test('of ten callbacks at the same moment, one counts', async () => {
    const { app, link } = await makeLink()
    const { state, cookie } = await depart(link)
    const statuses = (await times(10, () => comeBack(app, state, cookie))).map(({ status }) => status)
    expect([count(statuses, 200), count(statuses, 400)]).toEqual([1, 9])
    await app.settled()
    expect(auditOf(app, 'consent.return')).toHaveLength(1)
  })

  test('after its hour it is over, and so is a state that was out', async () => {
    const { app, alice, link } = await makeLink()
    const second = linkOf(await alice.ask('add tenant tailwind-toys.com'))
    const { state, cookie } = await depart(second)
    await app.pass(minutes(61))
    expect((await press(link)).status).toBe(410)
    expect((await fetch(link)).status).toBe(410)
    await app.pass(hours(1))
    expect((await comeBack(app, state, cookie)).status).toBe(400)
  })

  test('after Cancel it is over, wherever it was opened', async () => {
    const { app, alice, card, link } = await makeLink()
    const { state, cookie } = await depart(link)
    await app.settled()
    await alice.click(card, 'consent.cancel')
    await app.settled()
    expect((await press(link)).status).toBe(410)
    expect((await comeBack(app, state, cookie)).status).toBe(400)
    expect(statusOf(app, 'Fabrikam', activity)).not.toBe('granting')
  })
})

describe('a link that is only looked at is not used up', () => {
  test('by HEAD, GET, other methods, and the callback without the cookie', async () => {
    const { app, link } = await makeLink()
    const before = snapshot(app)
    for (const method of ['HEAD', 'GET', 'OPTIONS', 'PUT', 'DELETE']) await fetch(link, { method })
    expect(snapshot(app)).toBe(before)
    const { state, cookie } = await depart(link)
    await app.settled()
    const opened = snapshot(app)
    await comeBack(app, state)
    await comeBack(app, state, `${cookie.split('=')[0]}=${'A'.repeat(43)}`)
    const callback = new URL(`/consent/callback?state=${state}&admin_consent=True`, app.botUrl)
    await fetch(callback, { method: 'HEAD', headers: { cookie } })
    expect(snapshot(app)).toBe(opened)
    expect((await comeBack(app, state, cookie)).status).toBe(200)
  })

  test('nor is it pressed by the page of somebody else', async () => {
    const { link } = await makeLink()
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' } as Record<string, string>,
      { 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'https://evil.example' },
    ])
      expect((await press(link, headers)).status).toBe(404)
    expect((await press(link)).status).toBe(303)
  })
})

describe('a link stays what it was made for', () => {
  test('forwarded to another admin it leads to the same tenant and app, with a state of its own', async () => {
    const { link } = await makeLink()
    const stranger = await makeBrowser().open(link)
    expect(stranger.text).toContain('Fabrikam')
    const { location } = await depart(link)
    expect(location.pathname).toBe(`/${tenantIdOf('Fabrikam')}/v2.0/adminconsent`)
    expect(location.searchParams.get('client_id')).toBe(demo.sets[activity])
    expect(location.searchParams.get('scope')).toBe('https://graph.microsoft.com/.default')
    expect([...location.searchParams.keys()].sort()).toEqual(['client_id', 'redirect_uri', 'scope', 'state'])
  })

  test('nothing that is put behind it changes where it leads', async () => {
    const { app, link } = await makeLink()
    const extras = new URLSearchParams({
      client_id: 'evil',
      scope: 'https://graph.microsoft.com/Mail.Read',
      tenant: tenantIdOf('Contoso'),
      redirect_uri: 'https://evil.example',
      returnUrl: 'https://evil.example',
      state: 'A'.repeat(43),
    })
    const { location } = await depart(`${link}?${extras}`)
    expect(location.href).not.toMatch(/evil|Mail\.Read/)
    expect(location.searchParams.get('redirect_uri')).toBe(`${app.botUrl}/consent/callback`)
  })

  test('with another client id in the store it is withdrawn, that of a set and that of the reader', async () => {
    const { app, alice, link } = await makeLink()
    const connection = linkOf(await alice.ask('add tenant tailwind-toys.com'))
    const db = new DatabaseSync(app.config.database)
    db.exec("update consent_links set client_id = 'ee000000-0000-4000-8000-000000000666'")
    db.close()
    for (const changed of [link, connection]) expect((await press(changed)).status).toBe(410)
  })

  test('when the set grew in the meantime it is withdrawn: nobody signs what no card showed', async () => {
    const { app, link } = await makeLink()
    await changeWorld(app, 'require', { clientId: demo.sets[activity], permission: 'Mail.Read' })
    await app.pass(minutes(20))
    expect((await press(link)).status).toBe(410)
    expect((await fetch(link)).status).toBe(410)
  })

  test('consent that was accepted in another tenant counts nowhere', async () => {
    const { app, link } = await makeLink()
    const { state, cookie } = await depart(link)
    await comeBack(app, state, cookie, { tenant: tenantIdOf('Contoso') })
    await app.settled()
    expect(statusOf(app, 'Fabrikam', activity)).toBe('error')
    expect(statusOf(app, 'Contoso', activity)).toBe('updateRequired')
  })
})

describe('a page cannot be imitated or misused', () => {
  test('it shows what the card shows: code, app, client id, permissions and who asked', async () => {
    const { card, link } = await makeLink()
    const code = /[A-Z2-9]{3}-[A-Z2-9]{3}/.exec(readText(card.card))?.[0] ?? 'no code'
    const { text } = await makeBrowser().open(link)
    for (const said of [
      code,
      demo.sets[activity] ?? '',
      'Place.Read.All',
      'Alice Moreau',
      tenantIdOf('Fabrikam'),
    ])
      expect(text).toContain(said)
  })

  test('every page, of refusal too, runs nothing, loads nothing, is framed nowhere and kept nowhere', async () => {
    const { app, link } = await makeLink()
    const { state, cookie } = await depart(link)
    const pages = [
      await fetch(link),
      await fetch(new URL(`/consent/${'A'.repeat(43)}`, app.botUrl)),
      await comeBack(app, 'A'.repeat(43)),
      await comeBack(app, state),
      await comeBack(app, state, cookie),
      await press(link),
    ]
    for (const { headers, status } of pages) {
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, String(status)).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' [^;*]+; base-uri 'none'; frame-ancestors 'none'$/,
      )
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  test('nothing of the redirect comes back: not on a page, in a card, in the log or in the store', async () => {
    const lines: string[] = []
    const log = makeLog({
      level: 'debug',
      clock: makeTestClock(),
      destination: { write: (text) => void lines.push(text) },
    })
    const { app, alice, card, link } = await makeLink({ log })
    const { state, cookie } = await depart(link)
    const canary = 'CANARY<script>alert(1)</script>'
    const more = {
      error: 'access_denied',
      error_description: `AADSTS65004: ${canary} Trace ID: ${canary}`,
      error_subcode: canary,
      error_uri: `https://evil.example/${canary}`,
      [canary]: canary,
    }
    const pages = [await comeBack(app, state, undefined, more), await comeBack(app, state, cookie, more)]
    for (const page of pages) expect(await page.text()).not.toContain('CANARY')
    await app.settled()
    const shown = JSON.stringify(app.teams.cards(alice.conversationId))
    const tables = query<{ name: string }>(app, "select name from sqlite_master where type = 'table'")
    const stored = JSON.stringify(tables.map(({ name }) => query(app, `select * from "${name}"`)))
    const secrets = [link.split('/').at(-1) ?? '', state, cookie.split('=')[1] ?? '']
    for (const text of [shown, stored, lines.join('')]) expect(text).not.toContain('CANARY')
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(40)
      expect(stored).not.toContain(secret)
      expect(lines.join('')).not.toContain(secret)
    }
    expect(readText(alice.see(card).card)).toMatch(/declined|refused|cancel/i)
  })
})

test('a success that somebody claims with the right state is no grant: the tenant itself is read', async () => {
  const { app, link } = await makeLink()
  const { state, cookie } = await depart(link)
  await comeBack(app, state, cookie)
  for (let spent = 0; spent < minutes(32); spent += minutes(1)) await app.pass(minutes(1))
  expect(statusOf(app, 'Fabrikam', activity)).toBe('error')
})

test('the honest way still works after all of that', async () => {
  const { app, card, link } = await makeLink()
  await fetch(link, { method: 'HEAD' })
  await decide(app, card, accept)
  expect(statusOf(app, 'Fabrikam', activity)).toBe('granted')
})
