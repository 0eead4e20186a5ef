import { expect, test } from 'vitest'
import { insertOwnActs, listOwnActs, removeOwnAct } from '#domain/people/own-acts-store.ts'
import { countRefusedAttempts, insertRefusedAttempt } from '#domain/people/refused-attempts-store.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid } from './samples.ts'

const bob = { ...alice, objectId: guid(50), name: 'Bob Okafor' }
const grant = (tenant: number, ms: number) =>
  ({ kind: 'grant', tenantId: guid(tenant), setId: 'set', at: at(ms) }) as const
const remove = (tenant: number, ms: number) =>
  ({ kind: 'remove', tenantId: guid(tenant), at: at(ms) }) as const

describeStore('acts of one person', (open) => {
  test('are those of that person after a time, the oldest first', async () => {
    const { db } = await open()
    await insertOwnActs(db, alice, { acts: [grant(2, 5), grant(1, 5)], since: at(0) })
    await insertOwnActs(db, alice, { acts: [remove(1, 3)], since: at(0) })
    await insertOwnActs(db, bob, { acts: [grant(9, 5)], since: at(0) })
    expect(await listOwnActs(db, alice, at(0))).toEqual([remove(1, 3), grant(1, 5), grant(2, 5)])
    expect(await listOwnActs(db, alice, at(3))).toEqual([grant(1, 5), grant(2, 5)])
    expect(await listOwnActs(db, { ...alice, tenantId: guid(51) }, at(0))).toEqual([])
  })

  test('are counted once, forgotten when they no longer count, and only the one that was undone goes', async () => {
    const { db } = await open()
    await insertOwnActs(db, alice, { acts: [grant(1, 5), grant(1, 5)], since: at(0) })
    await insertOwnActs(db, alice, { acts: [grant(1, 7)], since: at(0) })
    expect(await listOwnActs(db, alice, at(0))).toEqual([grant(1, 5), grant(1, 7)])
    await removeOwnAct(db, bob, grant(1, 5))
    await removeOwnAct(db, alice, grant(1, 5))
    expect(await listOwnActs(db, alice, at(0))).toEqual([grant(1, 7)])
    await insertOwnActs(db, alice, { acts: [remove(2, 9)], since: at(7) })
    expect(await listOwnActs(db, alice, at(0))).toEqual([remove(2, 9)])
    await insertOwnActs(db, alice, { acts: [], since: at(9) })
    expect(await listOwnActs(db, alice, at(0))).toEqual([])
  })
})

describeStore('refused attempts', (open) => {
  test('are counted per person in the window', async () => {
    const { db } = await open()
    for (const ms of [1, 1, 4]) await insertRefusedAttempt(db, alice, { at: at(ms), since: at(0) })
    await insertRefusedAttempt(db, bob, { at: at(4), since: at(0) })
    expect(await countRefusedAttempts(db, alice, at(0))).toBe(3)
    expect(await countRefusedAttempts(db, alice, at(1))).toBe(1)
    await insertRefusedAttempt(db, alice, { at: at(9), since: at(4) })
    expect(await countRefusedAttempts(db, alice, at(0))).toBe(1)
    expect(await countRefusedAttempts(db, bob, at(0))).toBe(1)
  })
})
