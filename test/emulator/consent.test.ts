import { describe, expect, it } from 'vitest'
import { signers } from '../../emulator/login/consent-decision.ts'
import { adatum, type Caller, callback, contoso, formType, proseware, setOf, startCaller } from './caller.ts'

const graphDefault = 'https://graph.microsoft.com/.default'

function linkTo(
  tenantId: string,
  change: Record<string, string | undefined> = {},
  version: 1 | 2 = 2,
): string {
  const query = {
    client_id: setOf('directory-data'),
    redirect_uri: callback,
    state: 'my state',
    ...(version === 2 ? { scope: graphDefault } : {}),
    ...change,
  }
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined) as [string, string][]
  return `/${tenantId}/${version === 2 ? 'v2.0/' : ''}adminconsent?${new URLSearchParams(pairs)}`
}

async function open(emulator: Caller, link: string): Promise<string> {
  const page = await emulator.get(link)
  return /name="key" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
}

async function press(
  emulator: Caller,
  key: string,
  decision: string,
  signer = 'globalAdministrator',
  more = {},
) {
  const form = new URLSearchParams({ key, decision, signer, ...more }).toString()
  const answer = await emulator.post('/common/consent/set', form, formType)
  const location = answer.headers.get('location')
  const back = location === null ? undefined : new URL(location)
  return { ...answer, back, query: Object.fromEntries(back?.searchParams ?? []) }
}

async function rolesHeld(
  emulator: Caller,
  tenantId: string,
  setId = 'directory-data',
): Promise<number | string> {
  const address = `/servicePrincipals(appId='${setOf(setId)}')/appRoleAssignments`
  const { status, body } = await emulator.graph(tenantId, address)
  return status === 200 ? body.value.length : body.error.code
}

describe('the consent page', () => {
  it('says who asks, of whom, for what, and that it is an emulator', async () => {
    const emulator = await startCaller()
    const { status, body } = await emulator.get(linkTo(contoso))
    expect(status).toBe(200)
    for (const words of [
      'Cobalt Ridge Directory data',
      'Contoso Ltd',
      'GroupMember.Read.All',
      "This isn't Microsoft",
    ])
      expect(body).toContain(words)
    for (const { words } of Object.values(signers)) expect(body).toContain(words)
    for (const decision of ['accept', 'cancel', 'back']) expect(body).toContain(`value="${decision}"`)
  })

  it.each([1, 2] as const)('v%i: Accept grants everything required and comes back', async (version) => {
    const emulator = await startCaller()
    expect(await rolesHeld(emulator, contoso)).toBe('Request_ResourceNotFound')
    const { status, back, query } = await press(
      emulator,
      await open(emulator, linkTo(contoso, {}, version)),
      'accept',
    )
    expect([status, back?.origin, back?.pathname]).toEqual([302, 'https://bot.example', '/consent/callback'])
    expect(query).toEqual({
      admin_consent: 'True',
      tenant: contoso,
      state: 'my state',
      ...(version === 2 ? { scope: graphDefault } : {}),
    })
    expect(await rolesHeld(emulator, contoso)).toBe(3)
    const scopes = await emulator.graph(
      contoso,
      `/servicePrincipals(appId='${setOf('directory-data')}')/oauth2PermissionGrants`,
    )
    expect(scopes.body.value).toMatchObject([{ consentType: 'AllPrincipals', scope: 'User.Read' }])
  })

  it('Accept takes away what is no longer asked for, and says so before', async () => {
    const emulator = await startCaller()
    await emulator.change('unrequire', { clientId: 'account-actions', permission: 'User.ReadWrite.All' })
    const link = linkTo(adatum, { client_id: setOf('account-actions') })
    expect((await emulator.get(link)).body).toContain('removed when you accept: User.ReadWrite.All')
    await press(emulator, await open(emulator, link), 'accept')
    expect(await rolesHeld(emulator, adatum, 'account-actions')).toBe(2)
  })

  it('Cancel and leaving change nothing', async () => {
    const emulator = await startCaller()
    const cancelled = await press(emulator, await open(emulator, linkTo(contoso)), 'cancel')
    expect(cancelled.query).toMatchObject({
      error: 'access_denied',
      state: 'my state',
      admin_consent: 'True',
    })
    expect(cancelled.query.error_description).toMatch(/^AADSTS65004: /)
    expect(cancelled.query.tenant).toBeUndefined()
    const left = await press(emulator, await open(emulator, linkTo(contoso)), 'back')
    expect(left.query).toEqual({ error: 'access_denied', error_subcode: 'cancel', state: 'my state' })
    expect(await rolesHeld(emulator, contoso)).toBe('Request_ResourceNotFound')
  })

  it('lets each signer consent to what the role allows', async () => {
    const emulator = await startCaller()
    const press1 = async (signer: string, setId: string) =>
      press(emulator, await open(emulator, linkTo(proseware, { client_id: setOf(setId) })), 'accept', signer)
    const refused = await press1('cloudApplicationAdministrator', 'directory-data')
    expect([refused.status, refused.back]).toEqual([200, undefined])
    expect(refused.body).toContain('AADSTS90094')
    expect((await press1('user', 'directory-data')).body).toContain('AADSTS90094')
    expect(await rolesHeld(emulator, proseware)).toBe('Request_ResourceNotFound')
    expect((await press1('privilegedRoleAdministrator', 'directory-data')).query.admin_consent).toBe('True')
    for (const { api, value, type } of await required(emulator))
      if (api === '00000003-0000-0000-c000-000000000000' && type === 'Role')
        await emulator.change('unrequire', { clientId: 'saas-posture', permission: { api, value, type } })
    expect((await press1('cloudApplicationAdministrator', 'saas-posture')).query.admin_consent).toBe('True')
  })

  it('sends a foreign account back without consent', async () => {
    const emulator = await startCaller()
    const { query } = await press(emulator, await open(emulator, linkTo(contoso)), 'accept', 'foreign')
    expect(query.error_description).toMatch(/^AADSTS50020: /)
    expect(await rolesHeld(emulator, contoso)).toBe('Request_ResourceNotFound')
  })

  it('offers another account after a refusal, and closes once it has sent somebody back', async () => {
    const emulator = await startCaller()
    const key = await open(emulator, linkTo(contoso))
    expect((await press(emulator, key, 'accept', 'user')).body).toContain('Use another account')
    expect((await press(emulator, key, 'again')).body).toContain('value="accept"')
    expect((await press(emulator, key, 'accept')).status).toBe(302)
    expect((await press(emulator, key, 'accept')).status).toBe(400)
  })

  it('asks on organizations which one it is', async () => {
    const emulator = await startCaller()
    const key = await open(emulator, linkTo('organizations'))
    expect((await press(emulator, key, 'accept')).status).toBe(400)
    const { query } = await press(emulator, key, 'accept', 'globalAdministrator', { tenant: proseware })
    expect(query.tenant).toBe(proseware)
  })

  it('named scopes grant the delegated twin and still report success', async () => {
    const emulator = await startCaller()
    const link = linkTo(proseware, { scope: 'https://graph.microsoft.com/Directory.Read.All' })
    expect((await press(emulator, await open(emulator, link), 'accept')).query.admin_consent).toBe('True')
    expect(await rolesHeld(emulator, proseware)).toBe(0)
  })

  it('misses an API the tenant does not have', async () => {
    const emulator = await startCaller()
    const link = linkTo(proseware, { client_id: setOf('protected-content') })
    const { query } = await press(emulator, await open(emulator, link), 'accept')
    expect(query.error_description).toMatch(/^AADSTS650052: /)
  })
})

async function required(emulator: Caller): Promise<{ api: string; value: string; type: string }[]> {
  const { body } = await emulator.get('/world/api/state')
  return body.registrations.find((one: { key: string }) => one.key === 'saas-posture').required
}

describe('a consent link that is wrong', () => {
  const pages: [string, string, Record<string, string | undefined>, number][] = [
    ['no client id', contoso, { client_id: undefined }, 900144],
    ['no scope', contoso, { scope: undefined }, 900144],
    ['unknown tenant', 'nobody.example', {}, 90002],
    ['common on v2', 'common', {}, 90002],
    ['unknown app', contoso, { client_id: '99999999-0000-4000-8000-000000000000' }, 700016],
    ['foreign reply address', contoso, { redirect_uri: 'https://evil.example/' }, 50011],
    ['no reply address', contoso, { redirect_uri: undefined }, 900971],
  ]
  it.each(pages)('%s: stays on a page', async (_name, tenantId, change, code) => {
    const emulator = await startCaller()
    const { status, body } = await emulator.get(linkTo(tenantId, change))
    expect(status).toBe(200)
    expect(body).toContain(`AADSTS${code}: `)
  })

  it.each([
    ['unknown scope', { scope: 'Nothing.Read.All' }, 650053],
    ['mixed scopes', { scope: `${graphDefault} User.Read` }, 70011],
  ])('%s: comes back', async (_name, change, code) => {
    const emulator = await startCaller()
    const { status, headers } = await emulator.get(linkTo(contoso, change))
    const back = new URL(headers.get('location') ?? '')
    expect(status).toBe(302)
    expect(back.searchParams.get('error_description')).toContain(`AADSTS${code}: `)
    expect(back.searchParams.get('state')).toBe('my state')
  })

  it('follows what the publisher did to the registration', async () => {
    const emulator = await startCaller()
    const clientId = 'directory-data'
    const code = async () => {
      const { body, headers } = await emulator.get(linkTo(contoso))
      const words = `${body} ${decodeURIComponent(headers.get('location') ?? '')}`
      return Number(/AADSTS(\d+)/.exec(words)?.[1] ?? 0)
    }
    expect(await code()).toBe(0)
    await emulator.change('registration', { clientId, multiTenant: false })
    expect(await code()).toBe(50194)
    await emulator.change('registration', { clientId, multiTenant: true, isDisabled: true })
    expect(await code()).toBe(7000112)
    await emulator.change('registration', { clientId, isDisabled: false })
    await emulator.change('remove-reply-address', { clientId, redirectUri: callback })
    expect(await code()).toBe(500113)
    await emulator.change('add-reply-address', { clientId, redirectUri: callback })
    for (const permission of [
      'Directory.Read.All',
      'Group.Read.All',
      'GroupMember.Read.All',
      { value: 'User.Read', type: 'Scope' },
    ])
      await emulator.change('unrequire', { clientId, permission })
    expect(await code()).toBe(1003031)
  })

  it('escapes what it repeats', async () => {
    const emulator = await startCaller()
    const { body } = await emulator.get(
      linkTo(contoso, { redirect_uri: 'https://x/"><script>alert(1)</script>' }),
    )
    expect(body).toContain('&lt;script&gt;')
    expect(body).not.toContain('<script>alert')
  })
})

describe('redirects vary as they do at Microsoft', () => {
  it('in order, separator, blanks and admin_consent', async () => {
    const emulator = await startCaller()
    const link = linkTo(contoso)
    const seen: string[] = []
    for (let i = 0; i < 12; i++) {
      const { location } = (await emulator.change('consent', {
        link: emulator.url + link,
        decision: 'accept',
        signer: 'foreign',
      })) as { location: string }
      seen.push(location)
    }
    const first = new Set(seen.map((location) => new URL(location).search.slice(1).split('=')[0]))
    expect(first.size).toBeGreaterThan(2)
    expect(seen.some((location) => location.includes('%0D%0A'))).toBe(true)
    expect(seen.some((location) => !location.includes('%0D%0A'))).toBe(true)
    expect(seen.some((location) => location.includes('+'))).toBe(true)
    expect(seen.some((location) => !location.includes('admin_consent'))).toBe(true)
    expect(seen.every((location) => new URL(location).searchParams.get('state') === 'my state')).toBe(true)
  })

  it('can be told to say anything, or to say nothing', async () => {
    const emulator = await startCaller()
    const link = emulator.url + linkTo(contoso)
    await emulator.change('fault', {
      where: 'consent',
      kind: 'redirect',
      query: { error: 'a', state: 'forged' },
      times: 1,
    })
    expect((await emulator.change('consent', { link })).location).toBe(`${callback}?error=a&state=forged`)
    await emulator.change('fault', { where: 'consent', kind: 'neverReturns', times: 1 })
    expect(await emulator.change('consent', { link })).toMatchObject({ page: 0 })
    await emulator.change('fault', {
      where: 'consent',
      kind: 'aadsts',
      code: 650051,
      separator: 'crlf',
      times: 1,
    })
    expect((await emulator.change('consent', { link })).location).toContain('%0D%0ATrace')
    expect((await emulator.change('consent', { link })).location).toContain('admin_consent=True')
  })
})
