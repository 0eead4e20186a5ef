import { describe, expect, it } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { adatum, type Caller, contoso, formType, type Json, setOf, startCaller } from './caller.ts'

const app = (id: string): string => `/servicePrincipals(appId='${setOf(id)}')`

async function held(emulator: Caller, setId: string): Promise<string[]> {
  const { body } = await emulator.graph(adatum, `${app(setId)}/appRoleAssignments?$top=999`)
  return body.value?.map((one: Json) => one.appRoleId) ?? []
}

async function principal(emulator: Caller, setId: string): Promise<Json> {
  return (await emulator.graph(adatum, app(setId))).body
}

async function requirements(emulator: Caller, setId: string): Promise<number> {
  const { body } = await emulator.graph(demo.homeTenantId, `/applications(appId='${setOf(setId)}')`)
  return body.requiredResourceAccess.flatMap((api: Json) => api.resourceAccess).length
}

describe('what a person changes is what Graph says', () => {
  it('revoke one permission and grant it back', async () => {
    const emulator = await startCaller()
    const at = { tenantId: 'adatum.com', clientId: 'saas-posture' }
    const permission = { api: 'Office 365 Exchange Online', value: 'Mail.Read', type: 'Role' }
    await emulator.change('revoke', { ...at, permission })
    expect(await held(emulator, 'saas-posture')).toHaveLength(19)
    await emulator.change('revoke', { ...at, permission: 'Mail.Read' })
    expect(await held(emulator, 'saas-posture')).toHaveLength(18)
    await emulator.change('grant', { ...at, permission: 'Mail.Read' })
    expect(await held(emulator, 'saas-posture')).toHaveLength(19)
    await emulator.change('grant', at)
    expect(await held(emulator, 'saas-posture')).toHaveLength(20)
  })

  it('revoke one permission in every tenant and give it back where it is required', async () => {
    const emulator = await startCaller()
    const permission = 'User.Read.All'
    const { done, changed } = await emulator.change('revoke-everywhere', { permission })
    expect(changed).toBeGreaterThanOrEqual(12)
    expect(done).toMatch(/^User.Read.All was revoked from \d+ apps in \d+ tenants\.$/)
    expect((await emulator.change('revoke-everywhere', { permission })).changed).toBe(0)
    expect((await emulator.change('grant-everywhere', { permission })).changed).toBe(changed)
    expect(await held(emulator, 'saas-posture')).toHaveLength(20)
  })

  it('something that no set asks for comes everywhere, and goes again', async () => {
    const emulator = await startCaller()
    const before = (await held(emulator, 'saas-posture')).length
    const spare = { permission: 'Place.Read.All' }
    const { changed } = await emulator.change('spare-everywhere', spare)
    expect(changed).toBeGreaterThanOrEqual(20)
    expect(await held(emulator, 'saas-posture')).toHaveLength(before + 1)
    expect((await emulator.change('spare-everywhere', spare)).changed).toBe(changed)
    expect(await held(emulator, 'saas-posture')).toHaveLength(before)
  })

  it('a license that no set needs comes everywhere, and goes again', async () => {
    const emulator = await startCaller()
    const plans = async () => (await emulator.graph(adatum, '/subscribedSkus')).body.value.length
    const before = await plans()
    expect((await emulator.change('plan-everywhere', {})).changed).toBeGreaterThanOrEqual(12)
    expect(await plans()).toBe(before + 1)
    await emulator.change('plan-everywhere', {})
    expect(await plans()).toBe(before)
  })

  it('revokes a role and leaves the scope with the same GUID', async () => {
    const emulator = await startCaller()
    const at = { tenantId: adatum, clientId: 'user-device-activity' }
    const activity = { api: 'Office 365 Management APIs', value: 'ActivityFeed.Read' }
    await emulator.change('grant', { ...at, permission: { ...activity, type: 'Scope' } })
    await emulator.change('revoke', { ...at, permission: activity })
    expect(await held(emulator, 'user-device-activity')).toHaveLength(16)
    const { body } = await emulator.graph(adatum, `${app('user-device-activity')}/oauth2PermissionGrants`)
    expect(body.value.map((one: Json) => one.scope)).toContain('ActivityFeed.Read')
  })

  it('disable, by an admin and by Microsoft; delete; recreate', async () => {
    const emulator = await startCaller()
    const at = { tenantId: adatum, clientId: setOf('account-actions') }
    await emulator.change('disable', at)
    await emulator.change('disable', { ...at, by: 'microsoft' })
    const off = await principal(emulator, 'account-actions')
    expect(off).toMatchObject({
      accountEnabled: false,
      disabledByMicrosoftStatus: 'DisabledDueToViolationOfServicesAgreement',
    })
    await emulator.change('enable', at)
    await emulator.change('enable', { ...at, by: 'microsoft' })
    const on = await principal(emulator, 'account-actions')
    expect(on).toMatchObject({ accountEnabled: true, disabledByMicrosoftStatus: null })
    await emulator.change('recreate', at)
    expect((await principal(emulator, 'account-actions')).id).not.toBe(on.id)
    expect(await held(emulator, 'account-actions')).toHaveLength(3)
    await emulator.change('delete', at)
    expect((await principal(emulator, 'account-actions')).error.code).toBe('Request_ResourceNotFound')
  })

  it('directory roles, direct and through a group', async () => {
    const emulator = await startCaller()
    const at = { tenantId: adatum, clientId: 'account-actions', role: 'Password Administrator' }
    const { id } = await principal(emulator, 'account-actions')
    const read = async (): Promise<[number, number]> => {
      const filter = `$filter=principalId eq '${id}'`
      const roles = await emulator.graph(adatum, `/roleManagement/directory/roleAssignments?${filter}`)
      const groups = await emulator.graph(adatum, `/servicePrincipals/${id}/transitiveMemberOf`)
      return [roles.body.value.length, groups.body.value.length]
    }
    expect(await read()).toEqual([1, 0])
    await emulator.change('remove-role', at)
    expect(await read()).toEqual([0, 0])
    await emulator.change('add-role', { ...at, via: 'group' })
    expect(await read()).toEqual([0, 1])
  })

  it.each([
    ['none', 'EXCHANGESTANDARD', 'Enabled'],
    ['p1', 'AAD_PREMIUM', 'Enabled'],
    ['suspended', 'AAD_PREMIUM_P2', 'Suspended'],
  ])('licence %s', async (licence, skuPartNumber, capabilityStatus) => {
    const emulator = await startCaller()
    await emulator.change('licence', { tenantId: adatum, licence })
    expect((await emulator.graph(adatum, '/subscribedSkus')).body.value).toMatchObject([
      { skuPartNumber, capabilityStatus },
    ])
    expect((await emulator.get(`/world/api/state?tenantId=${adatum}`)).body.licence).toBe(licence)
  })

  it('an API goes, with what was granted on it, and comes back without', async () => {
    const emulator = await startCaller()
    await emulator.change('api', { tenantId: adatum, api: 'Office 365 Exchange Online', present: false })
    expect(await held(emulator, 'saas-posture')).toHaveLength(12)
    await emulator.change('api', {
      tenantId: adatum,
      api: '00000002-0000-0ff1-ce00-000000000000',
      present: true,
    })
    expect(await held(emulator, 'saas-posture')).toHaveLength(12)
    await emulator.change('grant', { tenantId: adatum, clientId: 'saas-posture' })
    expect(await held(emulator, 'saas-posture')).toHaveLength(20)
  })

  it('the connection is lost and made again', async () => {
    const emulator = await startCaller()
    await emulator.change('disconnect', { tenantId: adatum })
    expect((await emulator.token(adatum)).body.error_codes).toEqual([7000229])
    await emulator.change('connect', { tenantId: adatum })
    expect((await emulator.graph(adatum, '/organization')).status).toBe(200)
  })

  it('a list of requirements grows and shrinks', async () => {
    const emulator = await startCaller()
    const clientId = 'account-actions'
    await emulator.change('require', { clientId, permission: 'Sites.Read.All' })
    await emulator.change('require', {
      clientId,
      permission: { api: 'Office 365 Exchange Online', value: 'Mail.Read' },
    })
    expect(await requirements(emulator, clientId)).toBe(5)
    await emulator.change('require', { clientId, permission: 'Sites.Read.All' })
    expect(await requirements(emulator, clientId)).toBe(5)
    await emulator.change('unrequire', { clientId, permission: 'Sites.Read.All' })
    expect(await requirements(emulator, clientId)).toBe(4)
    expect(await held(emulator, clientId)).toHaveLength(3)
  })

  it('a registration: audience, switch, publisher, reply addresses', async () => {
    const emulator = await startCaller()
    const clientId = 'account-actions'
    await emulator.change('registration', {
      clientId,
      isDisabled: true,
      multiTenant: false,
      verifiedPublisher: false,
    })
    await emulator.change('add-reply-address', { clientId, redirectUri: 'https://other.example/back' })
    const { body } = await emulator.graph(demo.homeTenantId, `/applications(appId='${setOf(clientId)}')`)
    expect(body).toMatchObject({
      isDisabled: true,
      signInAudience: 'AzureADMyOrg',
      verifiedPublisher: { displayName: null },
      web: { redirectUris: ['https://bot.example/consent/callback', 'https://other.example/back'] },
    })
    expect(await principal(emulator, clientId)).toMatchObject({ isDisabled: true })
  })

  it('a tenant is added, deleted and brought back', async () => {
    const emulator = await startCaller()
    const { tenantId } = await emulator.change('add-tenant', {
      displayName: 'Newcomer',
      domain: 'newcomer.example',
    })
    expect((await emulator.token('newcomer.example')).body.error_codes).toEqual([7000229])
    await emulator.change('connect', { tenantId })
    expect((await emulator.graph(tenantId, '/organization')).body.value[0].displayName).toBe('Newcomer')
    await emulator.change('delete-tenant', { tenantId })
    expect((await emulator.token(tenantId)).body.error_codes).toEqual([5000224])
    await emulator.change('restore-tenant', { tenantId })
    expect((await emulator.token(tenantId)).status).toBe(200)
  })

  it('reset brings everything back: tenants, registrations, faults, clock, log', async () => {
    const emulator = await startCaller()
    const start = (await emulator.get('/world/api/state')).body
    const { world } = emulator
    await emulator.change('delete', { tenantId: adatum, clientId: 'saas-posture' })
    await emulator.change('require', { clientId: 'account-actions', permission: 'Sites.Read.All' })
    await emulator.change('fault', { where: 'token', kind: 'cut' })
    await emulator.change('settings', { pageSize: 3, unitsPer10s: 1 })
    await emulator.change('add-tenant', { displayName: 'Newcomer', domain: 'newcomer.example' })
    await emulator.change('clock', { forwardMs: 86_400_000 })
    expect((await emulator.get('/world/api/state')).body).not.toEqual(start)
    await emulator.change('reset')
    expect((await emulator.get('/world/api/state')).body).toEqual(start)
    expect(emulator.world).toBe(world)
    expect(await held(emulator, 'saas-posture')).toHaveLength(20)
  })
})

describe('the control API refuses', () => {
  const cases: [string, unknown, RegExp][] = [
    ['revoke', { tenantId: adatum }, /clientId: .*; permission: /],
    [
      'revoke',
      { tenantId: adatum, clientId: 'saas-posture', permission: 'Nope.Read' },
      /permission Nope.Read \(Role\) not found on Microsoft Graph/,
    ],
    [
      'revoke',
      { tenantId: 'nobody.example', clientId: 'saas-posture', permission: 'Mail.Read' },
      /tenant nobody.example not found/,
    ],
    [
      'revoke',
      { tenantId: contoso, clientId: 'directory-data', permission: 'Group.Read.All' },
      /isn't installed in Contoso Ltd/,
    ],
    [
      'require',
      { clientId: 'no-such-set', permission: 'Mail.Read' },
      /app registration no-such-set not found/,
    ],
    ['grant', { tenantId: adatum, clientId: 'saas-posture', permision: 'Mail.Read' }, /permision/],
    ['licence', { tenantId: adatum, licence: 'gold' }, /licence: /],
    [
      'add-role',
      { tenantId: adatum, clientId: 'saas-posture', role: 'King' },
      /directory role King not found/,
    ],
    ['api', { tenantId: adatum, api: 'Nothing', present: true }, /API Nothing not found/],
    ['clock', { forwardMs: -1 }, /forwardMs: /],
    ['fault', { where: 'graph', kind: 'status' }, /status: /],
    ['fault', { where: 'graph', kind: 'explode' }, /kind: /],
    ['add-tenant', { displayName: 'X', domain: 'contoso.com' }, /contoso.com already exists/],
    ['add-tenant', { displayName: 'X', domain: 'no domain' }, /domain: isn't a domain/],
    [
      'remove-reply-address',
      { clientId: 'saas-posture', redirectUri: 'https://x.example/' },
      /isn't a redirect URI/,
    ],
    ['reset', '{', /isn't JSON/],
  ]
  it.each(cases)('%s %o', async (name, input, words) => {
    const emulator = await startCaller()
    const before = (await emulator.get('/world/api/state')).body
    const { status, body } = await emulator.post(`/world/api/${name}`, input)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toMatch(words)
    expect((await emulator.get('/world/api/state')).body).toEqual(before)
  })

  it('what is no call, no POST, no JSON, no number', async () => {
    const emulator = await startCaller()
    expect((await emulator.post('/world/api/explode', {})).status).toBe(404)
    expect((await emulator.get('/world/api/reset')).status).toBe(405)
    expect((await emulator.post('/world/api/reset', 'a=b', formType)).status).toBe(415)
    expect((await emulator.post('/world/api/reset', 'x'.repeat(1_000_001))).status).toBe(413)
    expect((await emulator.get('/world/api/requests?limit=many')).status).toBe(400)
    expect((await emulator.get('/world/api/state?tenantId=nobody.example')).status).toBe(400)
    expect((await emulator.get('/%zz/adminconsent')).status).toBe(400)
    expect((await emulator.get('/no/such/address')).status).toBe(404)
    expect((await emulator.graph(adatum, '/organization')).status).toBe(200)
  })
})

it('the state of a tenant tells what is required and what is granted', async () => {
  const emulator = await startCaller()
  const { body } = await emulator.get('/world/api/state?tenantId=contoso.com')
  expect(body).toMatchObject({ id: contoso, connected: true, deleted: false, spreading: [], faults: [] })
  const activity = body.apps.find((one: Json) => one.key === 'user-device-activity')
  expect(activity.permissions.filter((one: Json) => !one.granted)).toEqual([
    {
      api: '00000003-0000-0000-c000-000000000000',
      apiName: 'Microsoft Graph',
      type: 'Role',
      value: 'Place.Read.All',
      required: true,
      granted: false,
    },
  ])
  expect(body.apps.find((one: Json) => one.key === 'account-actions')).toMatchObject({
    installed: true,
    enabled: false,
    roles: [{ name: 'Password Administrator', via: 'direct' }],
  })
})
