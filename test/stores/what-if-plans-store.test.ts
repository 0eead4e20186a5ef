import { expect, test } from 'vitest'
import type { Plan } from '#domain/what-if/plan.ts'
import {
  endOpenPlan,
  findPlan,
  findPlanOfRequest,
  insertPlan,
  setRequestOfPlan,
} from '#domain/what-if/plans-store.ts'
import { wakeAfterCommit } from '#platform/storage/commit-wakes.ts'
import { rehearse } from '#platform/storage/rehearse.ts'
import { describeStore } from './contract.ts'
import { at } from './samples.ts'

const alice = { tenantId: 'home', objectId: 'alice', name: 'Alice' }
const bob = { tenantId: 'home', objectId: 'bob', name: 'Bob' }
const planOf = (id: string, minute: number): Plan => ({
  id,
  code: 'K7M-2QX',
  asked: { verb: 'grant.block', input: { tenantId: 't', setId: 's', more: [] } },
  act: { verb: 'grant.confirmBlock', input: { tenantId: 't', setId: 's', v: 3 } },
  effects: {
    entries: [{ action: 'grant.block', tenantId: 't', setId: 's' }],
    statuses: [{ tenantId: 't', setId: 's', from: 'granted', to: 'blocked' }],
    access: [{ tenantId: 't', setId: 's', allowed: false }],
    links: [],
    cards: [],
  },
  tenantIds: ['t'],
  state: 'open',
  madeAt: at(minute),
  expiresAt: at(minute + 1_440),
})

describeStore('“what if” plans', (open) => {
  test('belong to their maker, end once, and are found by their request', async () => {
    const { db, transaction } = await open()
    const plan = planOf('one', 1)
    await transaction((tx) => insertPlan(tx, alice, plan))
    expect(await findPlan(db, alice, 'one')).toEqual(plan)
    expect(await findPlan(db, bob, 'one')).toBeUndefined()
    expect(await findPlan(db, alice, 'two')).toBeUndefined()
    await setRequestOfPlan(db, 'one', 'request')
    expect(await findPlanOfRequest(db, 'request')).toEqual({ ...plan, requestId: 'request' })
    expect(await findPlanOfRequest(db, 'other')).toBeUndefined()
    expect(await endOpenPlan(db, 'one', 'done')).toBe(true)
    expect(await endOpenPlan(db, 'one', 'void')).toBe(false)
    expect((await findPlan(db, alice, 'one'))?.state).toBe('done')
  })

  test('make room: the expired ones, and the oldest of one person, but never one that is asked for', async () => {
    const { db, transaction } = await open()
    for (let n = 0; n < 53; n++) await transaction((tx) => insertPlan(tx, alice, planOf(`plan${n}`, n)))
    await transaction((tx) => insertPlan(tx, bob, planOf('of bob', 0)))
    const left = await db.selectFrom('what_if_plans').select('id').execute()
    expect(left).toHaveLength(51)
    expect(await findPlan(db, alice, 'plan2')).toBeUndefined()
    expect(await findPlan(db, alice, 'plan3')).toBeDefined()
    await transaction((tx) => insertPlan(tx, bob, planOf('late', 1_440 + 10)))
    expect(await findPlan(db, alice, 'plan10')).toBeUndefined()
    expect(await findPlan(db, alice, 'plan11')).toBeDefined()
    expect(await findPlan(db, bob, 'of bob')).toBeUndefined()
  })

  test('a rehearsed transaction sees what it writes, returns it, and leaves nothing, not even a wake', async () => {
    const database = await open()
    let woken = 0
    database.afterCommit('outbox', () => {
      woken += 1
    })
    const seen = await rehearse(database, async (tx) => {
      await insertPlan(tx, alice, planOf('one', 1))
      wakeAfterCommit(tx, 'outbox')
      return findPlan(tx, alice, 'one')
    })
    expect(seen?.id).toBe('one')
    expect(await findPlan(database.db, alice, 'one')).toBeUndefined()
    expect(woken).toBe(0)
    const failing = rehearse(database, async () => {
      throw new Error('refused')
    })
    await expect(failing).rejects.toThrow('refused')
    await database.transaction((tx) => insertPlan(tx, alice, planOf('two', 2)))
    expect(await findPlan(database.db, alice, 'two')).toBeDefined()
  })
})
