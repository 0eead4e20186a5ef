import { expect, test } from 'vitest'
import { putJob } from '#platform/jobs/jobs-store.ts'
import { openTestPostgres } from './postgres-database.ts'

test('a database that was used before is as new: no rows, and the same ids', async () => {
  const ids: (number | string)[] = []
  for (const key of ['first', 'second']) {
    const { db, close } = await openTestPostgres()
    await putJob(db, { queue: 'q', key, data: null, runAt: new Date(0) }, new Date(0))
    const rows = await db.selectFrom('jobs').select(['id', 'key']).execute()
    expect(rows).toEqual([{ id: rows[0]?.id, key }])
    ids.push(...rows.map(({ id }) => id))
    await close()
  }
  expect(ids[0]).toBe(ids[1])
})
