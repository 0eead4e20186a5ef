import { describe, expect, it } from 'vitest'
import { adatum, type Caller, contoso, setOf, startCaller } from './caller.ts'

async function held(emulator: Caller, tenantId: string, setId: string): Promise<number> {
  const address = `/servicePrincipals(appId='${setOf(setId)}')/appRoleAssignments`
  const { body } = await emulator.graph(tenantId, address)
  return body.value?.length ?? 0
}

describe('a change', () => {
  it('is seen when it has spread', async () => {
    const emulator = await startCaller()
    await emulator.change('replication', { tenantId: contoso, delayMs: 60_000 })
    await emulator.change('grant', { tenantId: contoso, clientId: 'directory-data' })
    emulator.clock.advance(59_999)
    expect(await held(emulator, contoso, 'directory-data')).toBe(0)
    const state = (await emulator.get(`/world/api/state?tenantId=${contoso}`)).body
    expect(state.spreading).toEqual([{ dueInMs: 1 }])
    emulator.clock.advance(1)
    expect(await held(emulator, contoso, 'directory-data')).toBe(3)
  })

  it('delays the token as well: no principal, then no roles', async () => {
    const emulator = await startCaller()
    await emulator.change('disconnect', { tenantId: contoso })
    await emulator.change('replication', { tenantId: contoso, delayMs: 60_000 })
    await emulator.change('connect', { tenantId: contoso })
    expect((await emulator.token(contoso)).body.error_codes).toEqual([7000229])
    await emulator.change('clock', { forwardMs: 60_000 })
    expect((await emulator.token(contoso)).status).toBe(200)
  })

  it('does not overtake an earlier one', async () => {
    const emulator = await startCaller()
    const at = { tenantId: adatum, clientId: 'account-actions' }
    await emulator.change('replication', { tenantId: adatum, delayMs: 60_000 })
    await emulator.change('delete', at)
    await emulator.change('replication', { tenantId: adatum, delayMs: 0 })
    await emulator.change('grant', at)
    expect(await held(emulator, adatum, 'account-actions')).toBe(3)
    emulator.clock.advance(60_000)
    expect(await held(emulator, adatum, 'account-actions')).toBe(3)
    expect(emulator.world.tenants.get(adatum)?.pending).toEqual([])
  })

  it('flaps between two replicas until it has spread', async () => {
    const emulator = await startCaller()
    await emulator.change('replication', { tenantId: contoso, delayMs: 60_000, flapping: true })
    await emulator.change('grant', { tenantId: contoso, clientId: 'directory-data' })
    const seen: number[] = []
    for (let i = 0; i < 4; i++) seen.push(await held(emulator, contoso, 'directory-data'))
    expect(seen.toSorted()).toEqual([0, 0, 3, 3])
    expect(seen[0]).not.toBe(seen[1])
    emulator.clock.advance(60_000)
    expect(await held(emulator, contoso, 'directory-data')).toBe(3)
    expect(await held(emulator, contoso, 'directory-data')).toBe(3)
  })
})
