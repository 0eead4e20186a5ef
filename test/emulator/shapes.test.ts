import { expect, test } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { wrongShapes } from '../support/graph-shapes.ts'
import { adatum, part, setOf, startCaller } from './caller.ts'

const app = `/servicePrincipals(appId='${setOf('saas-posture')}')`

test.each([
  [adatum, app],
  [adatum, '/servicePrincipals?$top=5'],
  [adatum, `${app}/appRoleAssignments?$top=5`],
  [adatum, `${app}/oauth2PermissionGrants`],
  [adatum, `${app}/transitiveMemberOf`],
  [adatum, "/oauth2PermissionGrants?$filter=consentType eq 'AllPrincipals'"],
  [adatum, `/roleManagement/directory/roleAssignments?$filter=principalId eq 'x'`],
  [adatum, '/organization'],
  [adatum, '/subscribedSkus'],
  [adatum, '/auditLogs/directoryAudits'],
  [adatum, '/nonsense'],
  [demo.homeTenantId, '/applications'],
  [demo.homeTenantId, '/directory/deletedItems/microsoft.graph.application'],
  [demo.homeTenantId, `/applications(appId='${setOf('account-actions')}')/federatedIdentityCredentials`],
  [demo.homeTenantId, `/applications(appId='${setOf('account-actions')}')`],
])('in %s the answer to %s has the shape of Graph', async (tenant, address) => {
  const emulator = await startCaller()
  await emulator.change('disable', { tenantId: adatum, clientId: 'saas-posture' })
  await emulator.change('revoke', { tenantId: adatum, clientId: 'saas-posture', permission: 'Mail.Read' })
  const { status, body } = await emulator.graph(tenant, address)
  expect(wrongShapes({ method: 'GET', address, status, body })).toEqual([])
})

test('a batch has it in each part, and what is not in Graph is found there too', async () => {
  const emulator = await startCaller()
  const parts = [part('a', app), part('b', '/organization'), part('c', '/nonsense')]
  const { status, body } = await emulator.batch(adatum, parts)
  expect(wrongShapes({ method: 'POST', address: '/$batch', status, body, parts })).toEqual([])
  const odd = structuredClone(body)
  odd.responses.find(({ id }: { id: string }) => id === 'b').body.value[0].nickname = 'x'
  expect(wrongShapes({ method: 'POST', address: '/$batch', status, body: odd, parts })).toEqual([
    expect.stringContaining('nickname'),
  ])
})

test('a value of another type, a missing list, and an unknown address are found', () => {
  const wrong = (address: string, body: unknown) =>
    wrongShapes({ method: 'GET', address, status: 200, body }).length > 0
  expect(wrong(app, { id: 'x', accountEnabled: 'yes' })).toBe(true)
  expect(wrong('/organization', { values: [] })).toBe(true)
  expect(wrong('/somewhere', { value: [] })).toBe(true)
  expect(wrong(app, { id: 'x', accountEnabled: null })).toBe(false)
})
