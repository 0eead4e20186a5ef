import { sql } from 'kysely'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { seconds, systemClock } from '#platform/base/time.ts'
import { openBossJobs } from '#platform/jobs/boss.ts'
import type { Db } from '#platform/storage/database.ts'
import { makeTestLog } from '../../support/logs.ts'
import { barePostgres, emptyPostgres, openInstance } from '../../support/postgres-database.ts'
import { administer } from '../../support/postgres-server.ts'
import { openJobs, patient, setup, written } from './setup.ts'
import { writing } from './setup-commits.ts'

/** Of the sessions of an instance. */
const sessions = (address: string, about: string) =>
  administer(
    address,
    `select ${about} from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )

test('a database that was restored without the schema of its jobs is refused, not started without them', async () => {
  const address = await barePostgres()
  const database = await openInstance(address)
  await administer(address, 'drop schema pgboss cascade')
  const open = () => openBossJobs({ database, clock: systemClock, log: makeTestLog(), queues: ['work'] })
  await expect(open()).rejects.toThrow(
    /^The database ".+" on .+ cannot be opened: its schema "pgboss" is missing/,
  )
  expect(await administer(address, "select 1 from pg_namespace where nspname = 'pgboss'")).toEqual([])
  // Only the connections of the database are left.
  await database.close()
  expect(await sessions(address, 'query')).toEqual([])
  await administer(address, 'create schema pgboss')
  const other = await openInstance(address)
  const jobs = await openBossJobs({
    database: other,
    clock: systemClock,
    log: makeTestLog(),
    queues: ['work'],
  })
  await jobs.stop()
})

test('jobs go on after every connection was cut', async () => {
  const address = await emptyPostgres()
  const database = await openInstance(address)
  const { jobs } = await setup(database, (options) => openJobs({ ...options, clock: systemClock }))
  jobs.work('work', { concurrency: 2 }, async ({ key }) => writing(key))
  await jobs.start()
  await sessions(address, 'pg_terminate_backend(pid)')
  const enqueue = () =>
    database.transaction((tx) =>
      jobs.enqueue(tx, { queue: 'work', key: 'a', data: null, runAt: systemClock() }),
    )
  await enqueue().catch(enqueue)
  await expect.poll(() => written(database), patient).toEqual(['a'])
  await jobs.stop()
})

test('a database whose transactions are serializable by default has no conflicts where nothing is repeated', async () => {
  const address = await barePostgres()
  const name = new URL(address).pathname.slice(1)
  await administer(address, `alter database ${name} set default_transaction_isolation = 'serializable'`)
  const database = await openInstance(address)
  const { jobs, enqueue } = await setup(database)
  await administer(
    address,
    'create table claims (isolation text)',
    `create function note_claim() returns trigger language plpgsql as $$ begin
      insert into claims values (current_setting('transaction_isolation')); return new; end $$`,
    'create trigger note_claim before update on pgboss.job_common for each row execute function note_claim()',
  )
  jobs.work('work', { concurrency: 1 }, async ({ key }) => writing(key))
  await enqueue('a')
  await jobs.settled()
  expect(await administer(address, 'select * from claims')).toEqual([{ isolation: 'read committed' }])
  const isolation = sql<string>`current_setting('transaction_isolation')`.as('isolation')
  const ask = (db: Db) => db.selectNoFrom(isolation).executeTakeFirst()
  expect(await ask(database.db)).toEqual({ isolation: 'read committed' })
  expect(await database.transaction(ask)).toEqual({ isolation: 'serializable' })
})

test('a job that was claimed early is worked on though the next claim fails', async () => {
  const address = await emptyPostgres()
  const { jobs, enqueue, database, clock } = await setup(await openInstance(address))
  jobs.work('work', { concurrency: 3 }, async ({ key }) => writing(key))
  await enqueue('now')
  // Within the same second, so it is claimed with the other.
  await enqueue('soon', null, 300)
  await jobs.settled()
  await enqueue('other')
  await administer(
    address,
    "create function refuse() returns trigger language plpgsql as $$ begin raise 'no claims'; end $$",
    'create trigger refuse before update on pgboss.job_common for each row execute function refuse()',
  )
  clock.forward(300)
  await jobs.settled()
  expect(await written(database)).toEqual(['now'])
  await administer(address, 'drop trigger refuse on pgboss.job_common', 'drop function refuse')
  clock.forward(seconds(5))
  await jobs.settled()
  expect(await written(database)).toEqual(['now', 'other', 'soon'])
})

test('what a claim brings after the stop is given back, for another instance to take at once', async () => {
  const address = await emptyPostgres()
  const { jobs, enqueue, rows } = await setup(await openInstance(address))
  jobs.work('work', { concurrency: 1 }, async ({ key }) => writing(key))
  await enqueue('a')
  const other = new Client({ connectionString: address })
  await other.connect()
  onTestFinished(() => other.end())
  // Lets it see what is due, but not claim it.
  await other.query('begin; lock table pgboss.job_common in share mode')
  const starting = jobs.start()
  const isWaiting = async () => (await administer(address, 'select 1 from pg_locks where not granted')).length
  await expect.poll(isWaiting, patient).toBe(1)
  const stopping = jobs.stop()
  await other.query('commit')
  await Promise.all([starting, stopping])
  expect(await administer(address, 'select state from pgboss.job')).toEqual([{ state: 'created' }])
  expect(await rows()).toMatchObject([{ key: 'a', attempts: 0 }])
})

test('a stop without a database ends, and says what was not given back', async () => {
  const address = await emptyPostgres()
  const real = await openInstance(address)
  let isDown = false
  const database: typeof real = {
    ...real,
    transaction: (work) => (isDown ? Promise.reject(new Error('down')) : real.transaction(work)),
  }
  const { jobs, enqueue, log } = await setup(database)
  jobs.work('work', { concurrency: 2 }, async ({ key }) => writing(key))
  await enqueue('now')
  // Within the same second, so it is claimed with the other.
  await enqueue('soon', null, 300)
  await jobs.settled()
  isDown = true
  await jobs.stop()
  expect(log.lines).toMatchObject([{ level: 'warn', message: expect.stringContaining('not given back') }])
})

test('a job that somebody added through the tools of pg-boss holds up nobody', async () => {
  const address = await emptyPostgres()
  const { jobs, enqueue, log, database } = await setup(await openInstance(address))
  jobs.work('work', { concurrency: 3 }, async ({ key }) => writing(key))
  await administer(
    address,
    "insert into pgboss.job (name, data, policy, retry_limit) values ('work', null, 'singleton', 2), ('work', '{\"runAt\": \"tomorrow\"}', 'singleton', 2)",
  )
  await enqueue('a')
  await jobs.settled()
  expect(await written(database)).toEqual(['a'])
  await enqueue('b')
  await jobs.settled()
  expect(await written(database)).toEqual(['a', 'b'])
  expect(log.lines).toMatchObject([{ level: 'error', facts: { queue: 'work' } }, { level: 'error' }])
  expect(await administer(address, 'select state from pgboss.job')).toEqual([
    { state: 'cancelled' },
    { state: 'cancelled' },
  ])
})
