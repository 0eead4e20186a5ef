import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareReplay, type Difference } from '#domain/audit/compare-replay.ts'
import { nothingYet, replay, replayEntry } from '#domain/audit/replay.ts'
import { entryOf } from '#domain/audit/stored-entry.ts'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import type { Database } from '#platform/storage/database.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { makeRandomWorld, type SomeStep, someStep } from './random-world.ts'

/** The differences between the tables and the states replayed from the history. */
async function differences({ db }: Database): Promise<Difference[]> {
  const so = nothingYet()
  const verdict = await verifyChain(db, (row) => replayEntry(so, entryOf(row)))
  expect(verdict.damage).toBeUndefined()
  const found: Difference[] = []
  for await (const difference of compareReplay(db, so)) found.push(difference)
  return found
}

const step = (act: SomeStep['act'], rest: Partial<SomeStep> = {}): SomeStep => {
  return { act, tenant: 1, set: 0, read: 'ok', looks: ['part', 'whole'], pass: 0, refused: false, ...rest }
}

/** Every kind of step once, in a possible order. */
const wholeLife = [
  ...(['connect', 'open', 'return', 'verify', 'start', 'open'] as const).map((act) => step(act)),
  step('return', { refused: true }),
  ...(['verify', 'reset', 'start', 'cancel', 'start', 'expire', 'block', 'undo', 'block'] as const).map(
    (act) => step(act),
  ),
  ...(['unblock', 'require', 'read', 'wait', 'forget'] as const).map((act) => step(act)),
]

test('whatever people and Microsoft do, the history alone gives back every state', async () => {
  const done = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(someStep, { minLength: 20, maxLength: 60 }), async (steps) => {
      const database = await openTestDatabase()
      const world = await makeRandomWorld(database)
      for (const step of steps) {
        if (await world.take(step)) done.set(step.act, (done.get(step.act) ?? 0) + 1)
      }
      expect(await differences(database)).toEqual([])
    }),
    { numRuns: 20, examples: [[wholeLife]] },
  )
  // Every kind of step succeeded at least once.
  expect([...done.keys()].sort()).toEqual(
    [
      'block',
      'cancel',
      'connect',
      'expire',
      'forget',
      'open',
      'read',
      'require',
      'reset',
      'return',
      'start',
      'unblock',
      'undo',
      'verify',
      'wait',
    ].sort(),
  )
})

test('a state that was changed beside the history is seen', async () => {
  const database = await openTestDatabase()
  const world = await makeRandomWorld(database)
  for (const act of ['connect', 'read', 'block'] as const) await world.take(step(act))
  expect(await differences(database)).toEqual([])
  const { db } = database
  await db.updateTable('grants').set({ status: 'granted' }).where('status', '=', 'blocked').execute()
  expect(await differences(database)).toMatchObject([
    { kind: 'grant', replayed: 'blocked', stored: 'granted' },
  ])
  await db.updateTable('grants').set({ status: 'blocked' }).execute()
  await db.deleteFrom('blocks').execute()
  expect((await differences(database)).map(({ kind }) => kind)).toEqual(['block', 'grant'])
  await db.deleteFrom('tenants').execute()
  expect(await differences(database)).toMatchObject([{ kind: 'tenant', replayed: 'connected' }])
})

test('requests and alerts are replayed by their number, and what was refused is not', () => {
  const done = { result: 'done' }
  const so = replay([
    { ...done, action: 'request.open', detail: { id: 'r', request: 'K7M-2QX', to: 'open' } },
    { ...done, action: 'alert.open', detail: { alert: 7, state: 'open' } },
    { ...done, action: 'request.approve', detail: { id: 'r', request: 'K7M-2QX', to: 'approved' } },
    { ...done, action: 'alert.resolve', detail: { alert: 7, state: 'resolved' } },
    { result: 'refused', action: 'request.deny', detail: { id: 'r', request: 'K7M-2QX', to: 'denied' } },
    { ...done, action: 'another.thing', tenantId: 't', setId: 's', detail: { to: 'granted' } },
  ])
  expect(so.requests).toEqual(new Map([['r', 'approved']]))
  expect(so.alerts).toEqual(new Map([['7', 'resolved']]))
  expect(so.grants.size).toBe(0)
})
