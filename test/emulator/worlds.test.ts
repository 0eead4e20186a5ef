import { describe, expect, it } from 'vitest'
import { demo, makeDemoWorld } from '../../emulator/demo-world.ts'
import { fleetTenantIds, makeFleetWorld } from '../../emulator/fleet-world.ts'
import { findTenant, listTenants, makeEmptyWorld } from '../../emulator/world/tenants.ts'
import { type Json, part, setOf, startCaller } from './caller.ts'

const states = [
  'blocked',
  'error',
  'granted',
  'granting',
  'notGranted',
  'settingsRequired',
  'unknown',
  'updateRequired',
]

describe('the demo world', () => {
  it('has 12 customers in all eight states and six people with all roles', () => {
    expect(demo.tenants).toHaveLength(12)
    const found = demo.tenants.flatMap((tenant) => Object.values(tenant.sets).map(({ status }) => status))
    expect([...new Set(found)].sort()).toEqual(states)
    for (const tenant of demo.tenants) expect(Object.keys(tenant.sets)).toEqual(Object.keys(demo.sets))
    expect(demo.people.map(({ name, role }) => `${name}: ${role}`)).toEqual([
      'Alice Moreau: approver',
      'Bob Okafor: approver',
      'Olivia Lind: operator',
      'Victor Haas: viewer',
      'Gus Petrov: none',
      'Nadia Fischer: auditor',
    ])
  })

  it('has ids of tenants and people with letters, so that a comparison of case can fail', () => {
    const tenants = [...demo.tenants, ...demo.otherTenants].map(({ id }) => id)
    const apps = [demo.bot.clientId, demo.reader.clientId, ...Object.values(demo.sets)]
    const ids = [
      demo.homeTenantId,
      ...tenants,
      ...apps,
      ...demo.people.map(({ id }) => id),
      ...fleetTenantIds(1),
    ]
    expect(ids.filter((id) => id === id.toUpperCase())).toEqual([])
  })

  it('has no two tenants with the same start of their id, which is what a card shows of it', () => {
    const ids = [demo.homeTenantId, ...[...demo.tenants, ...demo.otherTenants].map(({ id }) => id)]
    for (const shown of [ids, fleetTenantIds(5_000)]) {
      expect(new Set(shown.map((id) => id.slice(0, 8))).size).toBe(shown.length)
    }
  })

  it('is in reality what its rows say', async () => {
    const emulator = await startCaller()
    await emulator.change('clear-faults')
    for (const row of demo.tenants.filter(({ connected }) => connected !== false)) {
      const parts = Object.keys(row.sets).map((id) =>
        part(id, `/servicePrincipals(appId='${setOf(id)}')/appRoleAssignments?$top=999`),
      )
      const { body } = await emulator.batch(row.id, parts)
      for (const [id, state] of Object.entries(row.sets)) {
        const answer = body.responses.find((one: Json) => one.id === id)
        const required =
          emulator.world.registrations.get(setOf(id))?.required.filter(({ type }) => type === 'Role') ?? []
        const expected =
          state.reality === 'absent' ? undefined : required.length - (state.without?.length ?? 0)
        expect([row.domain, id, answer.body.value?.length]).toEqual([row.domain, id, expected])
      }
    }
  })

  it('is the same in every run', () => {
    const ids = (): string[] =>
      [...makeDemoWorld().tenants.values()].flatMap((tenant) =>
        [...tenant.directory.principals.values()].map(({ id }) => id),
      )
    expect(ids()).toEqual(ids())
  })
})

describe('a fleet', () => {
  it('of 5,000 tenants starts with one; each tenant is whole when it is asked for', async () => {
    const emulator = await startCaller(makeFleetWorld(5_000))
    expect(emulator.world.tenants.size).toBe(1)
    const last = fleetTenantIds(5_000).at(-1) ?? ''
    const parts = Object.values(demo.sets).map((id) =>
      part(id, `/servicePrincipals(appId='${id}')/appRoleAssignments?$top=999`),
    )
    const { body } = await emulator.batch(last, parts)
    expect(body.responses.map((one: Json) => one.body.value.length).toSorted()).toEqual(
      [17, 20, 3, 3, 4].toSorted(),
    )
    expect((await emulator.graph('tenant-4999.example', '/organization')).body.value[0].id).toBe(last)
    expect(emulator.world.tenants.size).toBe(2)
    expect((await emulator.token('tenant-5000.example')).body.error_codes).toEqual([90002])
  })

  it('builds 1,000 tenants, each with ids of its own', () => {
    const world = makeFleetWorld(1_000)
    const { tenants, total } = listTenants(world, 0, 2_000)
    expect([tenants.length, total]).toEqual([1_001, 1_001])
    const ids = tenants.flatMap((tenant) => [...tenant.directory.principals.values()].map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('keeps what was changed in one tenant, and nothing of it in another', async () => {
    const emulator = await startCaller(makeFleetWorld(10))
    const [one, two] = fleetTenantIds(2) as [string, string]
    await emulator.change('revoke', { tenantId: one, clientId: 'saas-posture', permission: 'Mail.Read' })
    await emulator.change('require', { clientId: 'account-actions', permission: 'Sites.Read.All' })
    const held = async (tenantId: string, set: string): Promise<number> =>
      (
        await emulator.graph(
          tenantId,
          `/servicePrincipals(appId='${setOf(set)}')/appRoleAssignments?$top=999`,
        )
      ).body.value.length
    expect([await held(one, 'saas-posture'), await held(two, 'saas-posture')]).toEqual([19, 20])
    expect(await held(fleetTenantIds(9).at(-1) ?? '', 'account-actions')).toBe(3)
    await emulator.change('reset')
    expect(await held(one, 'saas-posture')).toBe(20)
  })
})

it('an empty world can be filled', async () => {
  const emulator = await startCaller(makeEmptyWorld({ homeTenantId: demo.homeTenantId }))
  expect((await emulator.get('/world')).status).toBe(200)
  await emulator.change('add-tenant', { displayName: 'First', domain: 'first.example' })
  expect(findTenant(emulator.world, 'first.example')?.displayName).toBe('First')
  expect((await emulator.get('/world')).body).toContain('First')
})
