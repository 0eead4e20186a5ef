import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { later, seconds } from '#platform/base/time.ts'
import { hasMoreJobsThan, readQueueFigures } from '#platform/jobs/count-jobs-store.ts'
import { openTestPostgres } from '../support/postgres-database.ts'
import { putJobs } from '../support/put-jobs.ts'
import { describeStore } from './contract.ts'
import { t0 } from './samples.ts'

describeStore('counts of jobs', (open) => {
  test('are of what is due, by queue, with the age of the oldest', async () => {
    const database = await open()
    expect(await readQueueFigures(database, t0)).toEqual([])
    await putJobs(database, [
      { queue: 'b', key: 'one', runAt: later(t0, seconds(5)) },
      { queue: 'b', key: 'two', runAt: later(t0, seconds(9)) },
      { queue: 'a', key: 'one', runAt: later(t0, seconds(7)) },
      { queue: 'a', key: 'late', runAt: later(t0, seconds(99)) },
      { queue: 'c', key: 'late', runAt: later(t0, seconds(99)) },
    ])
    const figures = await readQueueFigures(database, later(t0, seconds(10)))
    expect(figures.map(({ queue, due, oldestMs }) => ({ queue, due, oldestMs }))).toEqual([
      { queue: 'a', due: 1, oldestMs: seconds(3) },
      { queue: 'b', due: 2, oldestMs: seconds(5) },
    ])
  })

  test('of all that wait are compared with a limit', async () => {
    const database = await open()
    await putJobs(database, [
      { queue: 'a', key: 'due', runAt: t0 },
      { queue: 'b', key: 'late', runAt: later(t0, seconds(99)) },
    ])
    expect(await hasMoreJobsThan(database, 1)).toBe(true)
    expect(await hasMoreJobsThan(database, 2)).toBe(false)
  })
})

test('on PostgreSQL, what a worker has and what failed is counted too, and nothing that is canceled', async () => {
  const database = await openTestPostgres()
  const [due, late] = [t0, later(t0, seconds(99))]
  await putJobs(database, [
    { queue: 'a', key: 'waits', runAt: due },
    { queue: 'a', key: 'active', runAt: due },
    { queue: 'a', key: 'canceled', runAt: due },
    { queue: 'a', key: 'failed', runAt: late, attempts: 2 },
    { queue: 'b', key: 'its instance died', runAt: late },
  ])
  await sql`update pgboss.job set state = 'active' where singleton_key = 'active'`.execute(database.db)
  await sql`update pgboss.job set state = 'cancelled' where singleton_key = 'canceled'`.execute(database.db)
  await sql`update pgboss.job set state = 'retry' where name = 'b'`.execute(database.db)
  expect(await readQueueFigures(database, later(due, seconds(10)))).toEqual([
    { queue: 'a', due: 2, oldestMs: seconds(10), active: 1, retrying: 1 },
    { queue: 'b', due: 0, oldestMs: 0, active: 0, retrying: 1 },
  ])
  expect(await hasMoreJobsThan(database, 4)).toBe(false)
})
