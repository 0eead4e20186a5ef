import { expect, test } from 'vitest'
import type { Db } from '#platform/storage/database.ts'
import { prepare, prepareList } from '#platform/storage/prepare.ts'
import { openTestDatabase } from '../../support/databases.ts'

let builds = 0

const put = prepare((db: Db, given: { id: string; personId: string | null; at: number }) => {
  builds += 1
  const row = { id: given.id, person_id: given.personId, seen_at: given.at }
  return db
    .insertInto('conversations')
    .values({ ...row, kind: 'personal', tenant_id: 't', reference_json: '{}' })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: given.at }))
})

const find = prepare((db: Db, given: { at: number; limit: number }) =>
  db
    .selectFrom('conversations')
    .select(['id', 'person_id'])
    .where('seen_at', '>=', given.at)
    .orderBy('id')
    .limit(given.limit),
)

test('a query is built once for a database and its transactions, and its values are those of each run', async () => {
  builds = 0
  const database = await openTestDatabase()
  expect((await put(database.db, { id: 'a', personId: null, at: 1 })).numAffectedRows).toBe(1n)
  await database.transaction((tx) => put(tx, { id: 'b', personId: 'somebody', at: 2 }))
  await put(database.db, { id: 'a', personId: 'changes nothing', at: 3 })
  expect(builds).toBe(1)
  expect((await find(database.db, { at: 2, limit: 9 })).rows).toEqual([
    { id: 'a', person_id: null },
    { id: 'b', person_id: 'somebody' },
  ])
  expect((await find(database.db, { at: 2, limit: 1 })).rows).toHaveLength(1)
  expect((await find(database.db, { at: 3, limit: 9 })).rows).toHaveLength(1)
})

const among = prepareList((db: Db, ids, given: { at: number }) => {
  builds += 1
  return db
    .selectFrom('conversations')
    .select('id')
    .where('seen_at', '>=', given.at)
    .where('id', 'in', ids)
    .where('seen_at', '<', 9)
    .orderBy('id')
})

test('a query about a list is built once for each length, and its values are those of each run', async () => {
  const { db } = await openTestDatabase()
  for (const [at, id] of ['a', 'b', 'c'].entries()) await put(db, { id, personId: null, at })
  builds = 0
  const found = async (ids: readonly string[], at: number) =>
    (await among(db, ids, { at })).rows.map(({ id }) => id)
  expect(await found(['a', 'b'], 0)).toEqual(['a', 'b'])
  expect(await found(['c', 'b'], 0)).toEqual(['b', 'c'])
  expect(await found(['c', 'b'], 2)).toEqual(['c'])
  expect(builds).toBe(1)
  expect(await found(['c'], 0)).toEqual(['c'])
  expect(await found(['c', 'b', 'a'], 1)).toEqual(['b', 'c'])
  expect(builds).toBe(3)
})

test('another database gets a query of its own', async () => {
  builds = 0
  const [one, other] = [await openTestDatabase(), await openTestDatabase()]
  await put(one.db, { id: 'a', personId: null, at: 1 })
  await put(other.db, { id: 'b', personId: null, at: 1 })
  expect(builds).toBe(2)
  expect((await find(other.db, { at: 1, limit: 9 })).rows).toEqual([{ id: 'b', person_id: null }])
})

test('a value that is not given is refused', async () => {
  const { db } = await openTestDatabase()
  await expect(find(db, { at: 1 } as never)).rejects.toThrow()
})
