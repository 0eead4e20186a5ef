import { expect, test } from 'vitest'
import { append } from '#domain/audit/audit-store.ts'
import { pruneHistory } from '#domain/audit/prune-history.ts'
import { verifyHistory } from '#domain/audit/verify-history.ts'
import type { Deps } from '#domain/deps.ts'
import { hours } from '#platform/base/time.ts'
import { describeStore } from '../../stores/contract.ts'
import { alice, at } from '../../stores/samples.ts'
import { makeTestClock } from '../../support/clocks.ts'

const days = (n: number) => hours(24 * n)

describeStore('retention', (open) => {
  test('removes the oldest in portions, says so in the chain, and the rest can still be verified', async () => {
    const database = await open()
    const { db } = database
    const clock = makeTestClock()
    const runs: Date[] = []
    const jobs = { enqueue: async (_: unknown, job: { runAt: Date }) => runs.push(job.runAt) }
    const rules: { auditRetentionMs?: number } = { auditRetentionMs: days(90) }
    const deps = { database, clock, jobs, rules } as unknown as Deps
    const prune = async (portion: number) => database.transaction(await pruneHistory(deps, {}, portion))
    const ids = async () =>
      (await db.selectFrom('audit').select('id').orderBy('id').execute()).map(({ id }) => Number(id))
    for (let number = 1; number <= 5; number++) {
      const entry = { actor: alice, action: 'sync.tenant', result: 'done' as const, reason: `${number}` }
      await append(db, { at: clock(), ...entry })
      clock.forward(days(10))
    }
    clock.forward(days(65))
    await prune(2)
    expect(await ids()).toEqual([3, 4, 5, 6])
    expect(runs.at(-1)?.getTime(), 'a full portion: more at once').toBeLessThan(clock().getTime() + hours(1))
    await prune(2)
    expect(await ids(), 'entry 3 went, 4 is not old enough').toEqual([4, 5, 6, 7])
    expect(runs.at(-1)).toEqual(new Date(clock().getTime() + days(1)))
    await prune(2)
    expect(await ids(), 'nothing to do, nothing said').toEqual([4, 5, 6, 7])
    const verdict = await verifyHistory(db, { replay: true })
    expect(verdict).toMatchObject({ entries: 4, anchor: { id: 3 }, damage: undefined, replay: { count: 0 } })
    clock.forward(days(400))
    await prune(100)
    expect(await verifyHistory(db, { replay: false })).toMatchObject({
      entries: 1,
      anchor: { id: 7 },
      damage: undefined,
    })
    await db.deleteFrom('audit').where('id', '=', 8).execute()
    expect((await verifyHistory(db, { replay: false })).damage).toEqual({ kind: 'cut', id: 8 })
  })

  test('keeps everything without a figure', async () => {
    const database = await open()
    const deps = { database, clock: makeTestClock(), rules: {} } as unknown as Deps
    await append(database.db, { at: at(0), actor: alice, action: 'sync.tenant', result: 'done' })
    await database.transaction(await pruneHistory(deps, {}))
    expect(await verifyHistory(database.db, { replay: false })).toMatchObject({
      entries: 1,
      damage: undefined,
    })
  })
})
