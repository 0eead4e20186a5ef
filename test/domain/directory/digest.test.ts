import { expect, test } from 'vitest'
import { revokeAccess } from '../../../emulator/world/change-apps.ts'
import { clientIdOf, type Microsoft, openMicrosoft, requirements } from '../../support/microsoft.ts'

const digestOf = async (microsoft: Microsoft, domain = 'adatum.com'): Promise<string | undefined> => {
  const read = await microsoft.read(domain)
  if (read.connection !== 'ok') throw new Error(`not read: ${read.outcome.name}`)
  return read.digest
}

const again = (microsoft: Microsoft, known: string | undefined) =>
  microsoft.directory.readTenantAgain(microsoft.tenant('adatum.com').id, requirements, known)

test('the order of the answers and the letters of their headers do not matter, and another tenant does', async () => {
  const microsoft = await openMicrosoft()
  const digest = await digestOf(microsoft)
  expect(digest).toMatch(/^[\w-]{43}$/)
  // The emulator changes order and case with every request.
  for (let time = 0; time < 3; time++) expect(await digestOf(microsoft)).toBe(digest)
  expect(await digestOf(microsoft, 'litwareinc.com')).not.toBe(digest)
})

test('a tenant without an app has one too: that it is not there is a fact', async () => {
  const microsoft = await openMicrosoft()
  const digest = await digestOf(microsoft, 'litwareinc.com')
  expect(digest).toBeDefined()
  expect(await digestOf(microsoft, 'litwareinc.com')).toBe(digest)
})

test('one permission less makes another one', async () => {
  const microsoft = await openMicrosoft()
  const digest = await digestOf(microsoft)
  const tenant = microsoft.tenant('adatum.com')
  const principal = tenant.directory.principals.get(clientIdOf('user-device-activity'))
  const [role] = principal?.roles ?? []
  if (!role) throw new Error('Expected a permission')
  const gone = { resourceAppId: role.resourceAppId, type: 'Role' as const, id: role.appRoleId }
  revokeAccess(microsoft.world, tenant, clientIdOf('user-device-activity'), gone)
  expect(await digestOf(microsoft)).not.toBe(digest)
})

test.each([
  ['a part that was refused', { kind: 'status', status: 403 }],
  ['a part that is missing', { kind: 'missing' }],
] as const)('%s leaves none', async (_, effect) => {
  const microsoft = await openMicrosoft()
  microsoft.fault('part', effect, { path: `${clientIdOf('saas-posture')}')/appRole` })
  expect(await digestOf(microsoft)).toBeUndefined()
})

test('a list that goes on in further pages leaves none', async () => {
  const microsoft = await openMicrosoft()
  microsoft.world.settings.maxPageSize = 1
  expect(await digestOf(microsoft)).toBeUndefined()
})

test('what is told again is not looked at, and anything else is', async () => {
  const microsoft = await openMicrosoft()
  const digest = await digestOf(microsoft)
  expect(await again(microsoft, digest)).toEqual({
    connection: 'unchanged',
    at: microsoft.clock.now(),
    digest,
  })
  expect(await again(microsoft, 'other')).toMatchObject({ connection: 'ok', digest })
  expect(await again(microsoft, undefined)).toMatchObject({ connection: 'ok' })
})
