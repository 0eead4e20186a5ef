import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemClock } from '#platform/base/time.ts'
import type { Database, Db, Tx } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import { emptyPostgres, openInstance } from '../../support/postgres-database.ts'
import { openSilentWay } from '../../support/silent-way.ts'
import { openJobs, patient, setup, written } from '../jobs/setup.ts'
import { writing } from '../jobs/setup-commits.ts'

/** A database whose server falls silent; the wait is shortened, which an address can do. */
async function openThere() {
  const way = await openSilentWay(`${await emptyPostgres()}?query_timeout=500`)
  return { database: await openInstance(way.url), way }
}

const put = (tx: Tx, key: string) => writing(key)(tx)

/** By the connection that all short ones share. */
const askShortly = prepare((db: Db, given: { value: number }) =>
  db.selectNoFrom(sql<number>`${given.value}::int`.as('value')),
)

/** Both ways to read, and the one to write. */
const waysOf = (database: Database) => [
  () => askShortly(database.db, { value: 1 }),
  () => written(database),
  () => database.transaction((tx) => put(tx, 'a')),
]

test('a server that is lost without a word is given up on every connection, and the next one works', async () => {
  const { database, way } = await openThere()
  const ways = waysOf(database)
  await Promise.all(ways.map((ask) => ask()))
  way.fallSilent()
  const outcomes = await Promise.allSettled(ways.map((ask) => ask()))
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  const isAnswered = (ask: () => Promise<unknown>) =>
    ask().then(
      () => true,
      () => false,
    )
  for (const ask of ways) await expect.poll(() => isAnswered(ask)).toBe(true)
})

test('a transaction in which the server is lost is given up, and writes nothing', async () => {
  const { database, way } = await openThere()
  const inside = database.transaction(async (tx) => {
    await put(tx, 'a')
    way.fallSilent()
    await put(tx, 'b')
  })
  await expect(inside).rejects.toThrow()
  await database.transaction((tx) => put(tx, 'c'))
  expect(await written(database)).toEqual(['c'])
})

test('jobs go on with another server after theirs was lost without a word', async () => {
  const { database, way } = await openThere()
  const { jobs } = await setup(database, (options) => openJobs({ ...options, clock: systemClock }))
  jobs.work('work', { concurrency: 2 }, async ({ key }) => writing(key))
  await jobs.start()
  const end = way.fallSilent()
  const job = { queue: 'work', key: 'a', data: null, runAt: systemClock() }
  const enqueue = () => database.transaction((tx) => jobs.enqueue(tx, job))
  await enqueue().catch(enqueue)
  await expect.poll(() => written(database), patient).toEqual(['a'])
  end()
  await jobs.stop()
})
