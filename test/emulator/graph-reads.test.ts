import { describe, expect, it } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { faultPresets } from '../../emulator/pages/world/fault-presets.ts'
import { adatum, contoso, type Json, proseware, setOf, startCaller } from './caller.ts'

const graphId = '00000003-0000-0000-c000-000000000000'
const app = (id: string): string => `/servicePrincipals(appId='${setOf(id)}')`

describe('enterprise applications', () => {
  it('are found by app id and by object id, with the properties asked for', async () => {
    const emulator = await startCaller()
    const { status, body } = await emulator.graph(
      adatum,
      `${app('saas-posture')}?$select=id,appId,accountEnabled`,
    )
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(['@odata.context', 'accountEnabled', 'appId', 'id'])
    const byId = await emulator.graph(adatum, `/servicePrincipals/${body.id.toUpperCase()}`)
    expect(byId.body).toMatchObject({
      appId: setOf('saas-posture'),
      verifiedPublisher: { displayName: demo.publisher },
    })
  })

  it('are not there before somebody consented', async () => {
    const emulator = await startCaller()
    const { status, body, headers } = await emulator.graph(proseware, app('saas-posture'))
    expect([status, body.error.code]).toEqual([404, 'Request_ResourceNotFound'])
    expect(body.error.innerError['request-id']).toBe(headers.get('request-id'))
  })

  it('are listed by a filter of app ids, at most 15', async () => {
    const emulator = await startCaller()
    const ids = [graphId, '00000012-0000-0000-c000-000000000000', '870c4f2e-85b6-4d43-bdda-6ed9a579b725']
    const list = ids.map((id) => `'${id}'`).join(',')
    const address = `/servicePrincipals?$filter=appId in (${list})&$select=id,appId`
    expect((await emulator.graph(adatum, address)).body.value.map((one: Json) => one.appId)).toEqual(ids)
    expect((await emulator.graph(proseware, address)).body.value).toHaveLength(2)
    const many = Array.from({ length: 16 }, (_, index) => `'${index}'`).join(',')
    const refused = await emulator.graph(adatum, `/servicePrincipals?$filter=appId in (${many})`)
    expect([refused.status, refused.body.error.code]).toEqual([400, 'Request_UnsupportedQuery'])
  })

  it('hold assignments that name resources by object id', async () => {
    const emulator = await startCaller()
    const { body } = await emulator.graph(adatum, `${app('saas-posture')}/appRoleAssignments?$top=999`)
    expect(body.value).toHaveLength(20)
    expect(body['@odata.nextLink']).toBeUndefined()
    const graph = await emulator.graph(adatum, `/servicePrincipals(appId='${graphId}')?$select=id`)
    const onGraph = body.value.filter((one: Json) => one.resourceId === graph.body.id)
    expect(onGraph).toHaveLength(10)
    expect(new Set(body.value.map((one: Json) => one.id)).size).toBe(20)
    const reverse = await emulator.graph(
      adatum,
      `/servicePrincipals/${graph.body.id}/appRoleAssignedTo?$top=999`,
    )
    expect(
      reverse.body.value.filter((one: Json) => one.principalId === body.value[0].principalId),
    ).toHaveLength(10)
  })

  it('are cut at 20 by $expand, without a word', async () => {
    const emulator = await startCaller()
    await emulator.change('grant', {
      tenantId: adatum,
      clientId: 'saas-posture',
      permission: 'Sites.Read.All',
    })
    const all = await emulator.graph(adatum, `${app('saas-posture')}/appRoleAssignments?$top=999`)
    const { body } = await emulator.graph(adatum, `${app('saas-posture')}?$expand=appRoleAssignments`)
    expect([all.body.value.length, body.appRoleAssignments.length]).toEqual([21, 20])
  })
})

describe('pages', () => {
  it('are followed to the end and carry every entry once', async () => {
    const emulator = await startCaller()
    const ids: string[] = []
    let address: string | undefined = `${app('saas-posture')}/appRoleAssignments?$top=7`
    const sizes: number[] = []
    while (address) {
      const { body }: { body: Json } = await emulator.graph(adatum, address)
      ids.push(...body.value.map((one: Json) => one.id))
      sizes.push(body.value.length)
      address = body['@odata.nextLink']?.slice(`${emulator.url}/v1.0`.length)
    }
    expect(sizes).toEqual([7, 7, 6])
    expect(new Set(ids).size).toBe(20)
  })

  it('expire after an hour', async () => {
    const emulator = await startCaller()
    const first = await emulator.graph(adatum, '/servicePrincipals?$top=5')
    const next = first.body['@odata.nextLink'].slice(`${emulator.url}/v1.0`.length)
    emulator.clock.advance(3_600_001)
    const { status, body } = await emulator.graph(adatum, next)
    expect([status, body.error.code]).toEqual([400, 'Directory_ExpiredPageToken'])
  })

  it('refuse a $top that is out of range, and a query that is not supported', async () => {
    const emulator = await startCaller()
    for (const query of ['$top=0', '$top=1000', '$search="x"', "$filter=displayName ne 'x'"]) {
      expect((await emulator.graph(adatum, `/servicePrincipals?${query}`)).status).toBe(400)
    }
  })
})

describe('other reads', () => {
  it('names that every object has are nothing special', async () => {
    const emulator = await startCaller()
    expect((await emulator.graph(adatum, '/constructor')).status).toBe(400)
    const selected = await emulator.graph(adatum, `${app('saas-posture')}?$select=id,constructor`)
    expect([selected.status, selected.body.error.code]).toEqual([400, 'BadRequest'])
    const filtered = await emulator.graph(adatum, "/servicePrincipals?$filter=constructor eq 'x'")
    expect([filtered.status, filtered.body.error.code]).toEqual([400, 'Request_UnsupportedQuery'])
  })

  it('registrations are seen in the home tenant only', async () => {
    const emulator = await startCaller()
    const address = `/applications(appId='${setOf('account-actions')}')?$select=appId,requiredResourceAccess,web`
    const home = await emulator.graph(demo.homeTenantId, address)
    expect(home.body.requiredResourceAccess).toMatchObject([
      { resourceAppId: graphId, resourceAccess: [{ type: 'Role' }, {}, {}] },
    ])
    expect(home.body.web.redirectUris).toEqual(['https://bot.example/consent/callback'])
    expect((await emulator.graph(adatum, address)).status).toBe(404)
  })

  it('directory roles are found directly and through a group', async () => {
    const emulator = await startCaller()
    const principal = await emulator.graph('humongousinsurance.com', `${app('account-actions')}?$select=id`)
    const { id } = principal.body
    const direct = `/roleManagement/directory/roleAssignments?$filter=principalId eq '${id}'`
    expect((await emulator.graph('humongousinsurance.com', direct)).body.value).toEqual([])
    const groups = await emulator.graph(
      'humongousinsurance.com',
      `/servicePrincipals/${id}/transitiveMemberOf`,
    )
    expect(groups.body.value).toMatchObject([{ '@odata.type': '#microsoft.graph.group' }])
    const held = await emulator.graph(
      'humongousinsurance.com',
      `/roleManagement/directory/roleAssignments?$filter=principalId in ('${id}','${groups.body.value[0].id}')`,
    )
    expect(held.body.value).toMatchObject([
      { roleDefinitionId: '966707d0-3269-4727-9be2-8c3a10f19b9d', directoryScopeId: '/' },
    ])
    expect((await emulator.graph(adatum, '/roleManagement/directory/roleAssignments')).status).toBe(400)
  })

  it('organization and licences', async () => {
    const emulator = await startCaller()
    const { body } = await emulator.graph(
      'contoso.com',
      '/organization?$select=id,displayName,verifiedDomains',
    )
    expect(body.value).toMatchObject([
      {
        id: contoso,
        displayName: 'Contoso Ltd',
        verifiedDomains: [{ name: 'contoso.com', isDefault: true }, {}],
      },
    ])
    const plans = async (tenant: string) =>
      (await emulator.graph(tenant, '/subscribedSkus')).body.value.flatMap((sku: Json) =>
        sku.servicePlans.map((plan: Json) => plan.servicePlanName),
      )
    expect(await plans('contoso.com')).toContain('AAD_PREMIUM_P2')
    expect(await plans('fourthcoffee.com')).not.toContain('AAD_PREMIUM')
  })

  it('the audit log names who took what away', async () => {
    const emulator = await startCaller()
    await emulator.change('revoke', { tenantId: adatum, clientId: 'saas-posture', permission: 'Mail.Read' })
    const filter = "activityDisplayName eq 'Remove app role assignment from service principal'"
    const { body } = await emulator.graph(adatum, `/auditLogs/directoryAudits?$filter=${filter}&$top=1`)
    expect(body.value).toMatchObject([
      {
        activityDateTime: '2026-03-02T09:00:00.000Z',
        initiatedBy: { user: { userPrincipalName: 'admin@adatum.com' } },
        targetResources: [
          {
            displayName: 'Microsoft Graph',
            modifiedProperties: [{ oldValue: '"Mail.Read"', newValue: null }],
          },
          { displayName: 'Cobalt Ridge SaaS posture', modifiedProperties: [] },
        ],
      },
    ])
  })

  it('the audit log is read by object and time, in either order, and a script is an app', async () => {
    const emulator = await startCaller()
    const read = async (query: string, tenant = adatum) =>
      (await emulator.graph(tenant, `/auditLogs/directoryAudits?${query}`)).body.value ?? []
    const names = async (query: string) =>
      (await read(query)).map(({ targetResources: [target] }: Json) => target.modifiedProperties[0]?.oldValue)
    const objectId = (await emulator.graph(adatum, app('saas-posture'))).body.id
    await emulator.change('revoke', { tenantId: adatum, clientId: 'saas-posture', permission: 'Mail.Read' })
    emulator.clock.advance(60_000)
    await emulator.change('revoke-everywhere', { permission: 'User.Read.All' })
    const of = `$filter=targetResources/any(t:t/id eq '${objectId}')`
    expect(await names(of)).toEqual(['"User.Read.All"', '"Mail.Read"'])
    expect(await names(`${of}&$orderby=activityDateTime asc`)).toEqual(['"Mail.Read"', '"User.Read.All"'])
    expect(await names(`${of} and activityDateTime ge 2026-03-02T09:00:30Z`)).toEqual(['"User.Read.All"'])
    const [newest] = await read(`${of}&$top=1`)
    expect(newest.initiatedBy).toMatchObject({ app: { displayName: 'Tenant cleanup script' }, user: null })
  })

  it('keeps the audit log for thirty days, without a premium licence for seven', async () => {
    const emulator = await startCaller()
    await emulator.change('revoke-everywhere', { permission: 'User.Read.All' })
    const count = async (tenant: string) =>
      (await emulator.graph(tenant, '/auditLogs/directoryAudits')).body.value.length
    expect([await count(adatum), await count('fourthcoffee.com')]).toEqual([2, 1])
    emulator.clock.advance(8 * 86_400_000)
    expect([await count(adatum), await count('fourthcoffee.com')]).toEqual([2, 0])
    emulator.clock.advance(23 * 86_400_000)
    expect(await count(adatum)).toBe(0)
  })

  it('the audit log of a tenant can be out of reach while everything else is read', async () => {
    const emulator = await startCaller()
    const preset = faultPresets.flatMap(({ presets }) => presets).find(([words]) => words.startsWith('Audit'))
    await emulator.change('fault', { ...preset?.[1], tenantId: adatum })
    const { status, body } = await emulator.graph(adatum, '/auditLogs/directoryAudits?$top=1')
    expect([status, body.error.code]).toEqual([403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'])
    expect((await emulator.graph(adatum, app('saas-posture'))).status).toBe(200)
  })
})

describe('what Graph does not know', () => {
  const role = '/roleManagement/directory/roleAssignments'
  const [unsupported, bad] = ['Request_UnsupportedQuery', 'BadRequest']
  it.each([
    [`${role}?$filter=roleDefinition eq 'x'`, unsupported],
    [`${app('saas-posture')}/appRoleAssignments?$filter=nonsense eq 'x'`, unsupported],
    [`${app('saas-posture')}/appRoleAssignments?$expand=nonsense`, bad],
    [`${app('saas-posture')}/oauth2PermissionGrants?$filter=clientId eq 'x'`, unsupported],
    [`${app('saas-posture')}?$expand=owners`, bad],
    [`${app('saas-posture')}?$filter=id eq 'x'`, unsupported],
    ["/servicePrincipals?$filter=accountEnabled eq 'x'", unsupported],
    ['/servicePrincipals?$orderby=displayName', unsupported],
    ['/servicePrincipals?$nonsense=1', unsupported],
    ['/servicePrincipals?$select=id,nonsense', bad],
    ['/organization?$select=nonsense', bad],
    ["/organization?$filter=id eq 'x'", unsupported],
    ["/oauth2PermissionGrants?$filter=nonsense eq 'x'", unsupported],
    ["/auditLogs/directoryAudits?$filter=nonsense eq 'x'", unsupported],
    ['/auditLogs/directoryAudits?$expand=targetResources', bad],
    [`${app('saas-posture')}/nonsense`, bad],
    [`${app('saas-posture')}/appRoleAssignments/nonsense`, bad],
    ["/servicePrincipals(nonsense='x')", bad],
    ['/nonsense', bad],
  ])('%s is refused', async (address, code) => {
    const emulator = await startCaller()
    const { status, body } = await emulator.graph(adatum, address)
    expect([status, body.error?.code]).toEqual([400, code])
  })
})

it('the keys of apps are read 150 times a minute in one tenant', async () => {
  const emulator = await startCaller()
  const address = '/applications?$select=id,keyCredentials'
  const { body } = await emulator.token(demo.homeTenantId)
  const ask = () => emulator.graph(demo.homeTenantId, address, body.access_token)
  for (let count = 0; count < 150; count += 1) expect((await ask()).status).toBe(200)
  const { status, headers } = await ask()
  expect([status, headers.get('retry-after')]).toEqual([429, '60'])
  expect(
    (await emulator.graph(demo.homeTenantId, '/applications?$select=id', body.access_token)).status,
  ).toBe(200)
  emulator.clock.advance(60_000)
  expect((await ask()).status).toBe(200)
})

describe('the audit log', () => {
  it.each(['AuditLog.Read.All', 'Directory.Read.All'])(
    'asks for %s beside the other right',
    async (permission) => {
      const emulator = await startCaller()
      await emulator.change('revoke', { tenantId: adatum, clientId: 'reader', permission })
      const { status, body } = await emulator.graph(adatum, '/auditLogs/directoryAudits?$top=1')
      expect([status, body.error.code]).toEqual([403, 'Authentication_MSGraphPermissionMissing'])
    },
  )

  it('says by old and new words what a delegated grant lost, and that an app was switched off', async () => {
    const emulator = await startCaller()
    const of = async () => (await emulator.graph(adatum, '/auditLogs/directoryAudits?$top=1')).body.value[0]
    await emulator.change('disable', { tenantId: adatum, clientId: 'saas-posture' })
    expect(await of()).toMatchObject({
      activityDisplayName: 'Update service principal',
      targetResources: [
        { modifiedProperties: [{ displayName: 'AccountEnabled', oldValue: '[true]', newValue: '[false]' }] },
      ],
    })
  })
})

describe('rights', () => {
  it('come from the roles in the token, not from what is granted now', async () => {
    const emulator = await startCaller()
    const { body: before } = await emulator.token(adatum)
    const permission = 'Directory.Read.All'
    await emulator.change('revoke', { tenantId: adatum, clientId: 'reader', permission })
    const address = `${app('saas-posture')}/appRoleAssignments`
    expect((await emulator.graph(adatum, address, before.access_token)).status).toBe(200)
    const { status, body } = await emulator.graph(adatum, address)
    expect([status, body.error.code]).toEqual([403, 'Authorization_RequestDenied'])
    await emulator.change('grant', { tenantId: adatum, clientId: 'reader', permission })
    expect((await emulator.graph(adatum, address)).status).toBe(200)
  })

  it('end with the token, with the app and with the tenant', async () => {
    const emulator = await startCaller()
    const { body } = await emulator.token(adatum)
    const ask = async (token = body.access_token) => {
      const answer = await emulator.graph(adatum, '/organization', token)
      return `${answer.status} ${answer.body.error?.code}`
    }
    expect(await ask('nonsense')).toBe('401 InvalidAuthenticationToken')
    await emulator.change('disable', { tenantId: adatum, clientId: 'reader' })
    expect(await ask()).toBe('403 Authorization_IdentityDisabled')
    await emulator.change('enable', { tenantId: adatum, clientId: 'reader' })
    await emulator.change('recreate', { tenantId: adatum, clientId: 'reader' })
    expect(await ask()).toBe('403 Authorization_IdentityNotFound')
    await emulator.change('delete-tenant', { tenantId: adatum })
    expect(await ask()).toBe('403 Authorization_IdentityNotFound')
    emulator.clock.advance(3_600_000)
    expect(await ask()).toBe('401 InvalidAuthenticationToken')
  })

  it('are not those of a token for another API', async () => {
    const emulator = await startCaller()
    const { body } = await emulator.token(adatum, { scope: 'https://manage.office.com/.default' })
    expect((await emulator.graph(adatum, '/organization', body.access_token)).status).toBe(401)
  })
})
