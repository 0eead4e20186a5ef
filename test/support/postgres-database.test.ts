import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openTestPostgres } from './postgres-database.ts'
import { putJobs } from './put-jobs.ts'

test('a database that was used before is as new: no rows, no jobs, and the same ids', async () => {
  const ids: (number | string)[] = []
  for (const id of ['first', 'second']) {
    const database = await openTestPostgres()
    const { db, close } = database
    await db
      .insertInto('webhook_deliveries')
      .values({ target: id, position: 1, lane: 'l', attempts: 0, since_at: 0, due_at: 0 })
      .execute()
    const rows = await db.selectFrom('webhook_deliveries').select(['id', 'target']).execute()
    expect(rows).toEqual([{ id: rows[0]?.id, target: id }])
    ids.push(...rows.map((row) => row.id))
    await putJobs(database, [{ queue: 'q', key: id, runAt: new Date(0) }])
    const { rows: jobs } = await sql`select singleton_key as key from pgboss.job`.execute(db)
    expect(jobs).toEqual([{ key: id }])
    await close()
  }
  expect(ids[0]).toBe(ids[1])
})
