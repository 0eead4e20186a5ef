import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Client } from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import type { Job } from '#platform/jobs/jobs.ts'
import { putJob, removeJob } from '#platform/jobs/jobs-store.ts'
import { inspectPostgres } from '#platform/storage/inspect-postgres.ts'
import { moveToPostgres } from '#platform/storage/move.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { rollBackDatabase } from '#platform/storage/roll-back.ts'
import { temporaryFile } from '../../support/databases.ts'
import { listJobs, openTestJobs } from '../../support/jobs.ts'
import { makeTestLog } from '../../support/logs.ts'
import { barePostgres, openInstance } from '../../support/postgres-database.ts'
import { administer } from '../../support/postgres-server.ts'
import { putJobs } from '../../support/put-jobs.ts'

// Jobs on PostgreSQL, from the tables of the version before to pg-boss and back.

/** A database with the tables of the version before, made by its own migrations, and with waiting jobs. */
async function oldPostgres(): Promise<string> {
  const address = await barePostgres()
  await administer(
    address,
    'create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)',
    "insert into kysely_migration values ('040-pg-boss', '2026-01-01T00:00:00.000Z')",
  )
  await (await openDatabase(address)).close()
  await administer(
    address,
    "delete from kysely_migration where name = '040-pg-boss'",
    `insert into jobs (queue, key, data_json, run_at, attempts, version, created_at, lease, lease_until) values
      ('sync.tenant', 'due', '{"tenantId":"ünï \\"🚀\\"","manual":true}', 1790000000123, 0, 1, 1780000000456, null, 0),
      ('sync.tenant', 'taken', '{"tries":3}', 1790000000000, 4, 7, 1780000000000, 'one/1', 1999999999999),
      ('request.watch', 'due', 'null', 1899999999999, 0, 1, 1780000000000, null, 0)`,
  )
  return address
}

const carried = [
  { queue: 'request.watch', key: 'due', data: null, runAt: 1899999999999, failures: 0 },
  {
    queue: 'sync.tenant',
    key: 'due',
    data: { tenantId: 'ünï "🚀"', manual: true },
    runAt: 1790000000123,
    failures: 0,
  },
  { queue: 'sync.tenant', key: 'taken', data: { tries: 3 }, runAt: 1790000000000, failures: 4 },
]

const bossJobs = (address: string) =>
  administer(
    address,
    `select name as queue, singleton_key as key, data->'data' as data, (data->'runAt')::float8 as "runAt",
      (data->'failures')::int as failures from pgboss.job where state = 'created' order by 1, 2, 3`,
  )

const has = async (address: string, table: string): Promise<boolean> =>
  (await administer(address, `select to_regclass('${table}') is not null as there`))[0]?.there === true

test('waiting jobs go over to pg-boss with the upgrade: each once, as it was', async () => {
  const address = await oldPostgres()
  const first = await openInstance(address)
  await openInstance(address)
  expect(await bossJobs(address)).toEqual(carried)
  expect(await has(address, 'jobs')).toBe(false)
  const [row] = await administer(
    address,
    `select extract(epoch from start_after)::float8 as start, extract(epoch from created_on)::float8 as made, priority,
      retry_count, started_on, policy, heartbeat_seconds, retry_limit, keep_until > now() + interval '50 years' as kept
      from pgboss.job where name = 'sync.tenant' and singleton_key = 'due'`,
  )
  expect(row).toEqual({
    start: 1790000000.123,
    made: 1780000000.456,
    priority: Date.UTC(2026) / 1_000 - 1790000000,
    retry_count: 0,
    started_on: null,
    policy: 'singleton',
    heartbeat_seconds: 10,
    retry_limit: 1_000_000_000,
    kept: true,
  })
  await first.close()
})

test('what was carried over is worked on when it is due, with its data and its failed attempts', async () => {
  const database = await openInstance(await oldPostgres())
  const options = { database, clock: () => new Date(1795000000000), log: makeTestLog() }
  const jobs = await openTestJobs({ ...options, queues: ['sync.tenant', 'request.watch'] })
  const seen: Omit<Job, 'id'>[] = []
  for (const queue of ['sync.tenant', 'request.watch'])
    jobs.work(queue, { concurrency: 1 }, async ({ id, ...job }) => {
      seen.push(job)
      return async () => {}
    })
  await jobs.settled()
  const [, due, taken] = carried.map(({ failures, runAt, ...job }) => {
    return { ...job, runAt: new Date(runAt), attempts: failures + 1 }
  })
  expect(seen).toEqual([taken, due])
  expect(await listJobs(database)).toMatchObject([{ queue: 'request.watch', key: 'due' }])
})

test('instances that start at the same moment take turns: no job is doubled', async () => {
  const address = await oldPostgres()
  await Promise.all([openInstance(address), openInstance(address), openInstance(address)])
  expect(await bossJobs(address)).toEqual(carried)
})

test('killed in the middle, nothing of the upgrade stays, and the next start does all of it', async () => {
  const address = await oldPostgres()
  const other = new Client({ connectionString: address })
  await other.connect()
  onTestFinished(() => other.end())
  // Stops the upgrade where pg-boss's tables are made and no job is moved yet.
  await other.query('begin; lock table jobs in row exclusive mode')
  const script =
    "await (await import('./bot/platform/storage/open-database.ts')).openDatabase(process.argv[1])"
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script, address], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  await expect.poll(() => waiting(address), { timeout: 20_000 }).toBe(true)
  child.kill('SIGKILL')
  await ended
  await other.query('commit')
  await expect.poll(() => waiting(address)).toBe(false)
  expect(await has(address, 'pgboss.job')).toBe(false)
  expect(await administer(address, 'select count(*)::int as n from jobs')).toEqual([{ n: 3 }])
  await openInstance(address)
  expect(await bossJobs(address)).toEqual(carried)
})

const waiting = async (address: string): Promise<boolean> =>
  (await administer(address, "select 1 from pg_locks where not granted and relation = to_regclass('jobs')"))
    .length > 0

test('an instance of the version before, still running, loses nothing and does nothing twice', async () => {
  const address = await oldPostgres()
  const old = new Client({ connectionString: address })
  await old.connect()
  onTestFinished(() => old.end())
  // It is committing a job while the upgrade begins.
  await old.query(`begin isolation level serializable;
    insert into jobs (queue, key, data_json, run_at, attempts, version, created_at) values ('sync.tick', 'late', '{}', 5, 0, 1, 5)`)
  const opening = openInstance(address)
  await expect.poll(() => waiting(address), { timeout: 20_000 }).toBe(true)
  await old.query('commit')
  const { db } = await opening
  expect((await bossJobs(address)).filter(({ queue }) => queue === 'sync.tick')).toHaveLength(1)
  // What its engine does from then on: take, enqueue, cancel, end. Each fails with the transaction that it is part of.
  const now = new Date()
  const job = { queue: 'sync.tenant', key: 'due', data: {}, runAt: now }
  await expect(old.query("update jobs set lease = 'old' returning id")).rejects.toThrow('does not exist')
  await expect(putJob(db, job, now)).rejects.toThrow('does not exist')
  await expect(removeJob(db, job.queue, job.key)).rejects.toThrow('does not exist')
  await expect(
    old.query('delete from jobs where id = 2 and version = 7 and lease = $1', ['one/1']),
  ).rejects.toThrow('does not exist')
})

test('going back, waiting jobs are in the table of the version before, one for each key', async () => {
  const address = await oldPostgres()
  const database = await openInstance(address)
  await putJobs(database, [
    { queue: 'sync.tenant', key: 'again', runAt: new Date(50), data: { n: 1 }, attempts: 2 },
    { queue: 'sync.tenant', key: 'done', runAt: new Date(50) },
  ])
  await administer(
    address,
    "update pgboss.job set state = 'active' where singleton_key in ('taken', 'again')",
    "update pgboss.job set state = 'cancelled' where singleton_key = 'done'",
  )
  // What somebody added through the tools of pg-boss isn't ours.
  await administer(
    address,
    `insert into pgboss.job (name, singleton_key, data, policy) values ('sync.tenant', null, '{"runAt": 1, "failures": 0}', 'singleton'),
      ('sync.tenant', 'empty', null, 'singleton'), ('sync.tenant', 'soon', '{"runAt": "tomorrow", "failures": 0}', 'singleton')`,
  )
  // Enqueued while the other one of its key was active.
  await putJobs(database, [{ queue: 'sync.tenant', key: 'again', runAt: new Date(70), data: { n: 2 } }])
  await database.close()
  expect(await rollBackDatabase(address)).toBe('040-pg-boss')
  const rows = await administer(
    address,
    `select queue, key, data_json::json as data, run_at::float8 as "runAt", attempts as failures, lease, lease_until::int
      from jobs order by queue, key, id`,
  )
  const free = { lease: null, lease_until: 0 }
  const again = { queue: 'sync.tenant', key: 'again', data: { n: 2 }, runAt: 70, failures: 0 }
  expect(rows).toEqual([carried[0], again, carried[1], carried[2]].map((job) => ({ ...job, ...free })))
  expect(await has(address, 'pgboss.job')).toBe(false)
  // And forward again.
  await openInstance(address)
  expect(await bossJobs(address)).toEqual([carried[0], again, carried[1], carried[2]])
})

test('going back, what an instance that still runs commits meanwhile is not lost', async () => {
  const address = await oldPostgres()
  await (await openInstance(address)).close()
  const running = new Client({ connectionString: address })
  await running.connect()
  onTestFinished(() => running.end())
  await running.query(`begin;
    insert into pgboss.job (name, singleton_key, data, policy)
      values ('sync.tenant', 'late', '{"data": {}, "runAt": 5, "failures": 0}', 'singleton')`)
  const goingBack = rollBackDatabase(address)
  const isHeld = async () =>
    (await administer(address, "select 1 from pg_locks where not granted and locktype = 'relation'")).length >
    0
  await expect.poll(isHeld, { timeout: 20_000 }).toBe(true)
  await running.query('commit')
  expect(await goingBack).toBe('040-pg-boss')
  expect(await administer(address, "select key from jobs where key = 'late'")).toEqual([{ key: 'late' }])
})

test('from SQLite, waiting jobs go to pg-boss, all or nothing', async () => {
  const path = await temporaryFile()
  const source = await openDatabase(path)
  await putJobs(source, [
    { queue: 'sync.tick', key: 'tick', runAt: new Date(1790000000123) },
    { queue: 'sync.tenant', key: 'a', runAt: new Date(5), data: { tenantId: 'ü' } },
  ])
  await source.db.updateTable('jobs').set({ attempts: 3 }).where('key', '=', 'a').execute()
  await source.close()
  const to = await barePostgres()
  const refuse = async () => {
    throw new Error('It does not fit')
  }
  await expect(moveToPostgres(path, to, refuse)).rejects.toThrow('It does not fit')
  expect(await bossJobs(to)).toEqual([])
  const moved = await moveToPostgres(path, to, async () => {})
  expect(moved).toContainEqual({ table: 'jobs', rows: 2 })
  expect(await bossJobs(to)).toEqual([
    { queue: 'sync.tenant', key: 'a', data: { tenantId: 'ü' }, runAt: 5, failures: 3 },
    { queue: 'sync.tick', key: 'tick', data: {}, runAt: 1790000000123, failures: 0 },
  ])
  await expect(moveToPostgres(path, to, async () => {})).rejects.toThrow(
    'not empty: there are rows in "jobs"',
  )
})

test('a user that must not make schemas needs that of pg-boss from an administrator, and preflight knows', async () => {
  const { url } = inject('postgres')
  const role = `maker_${process.pid}`
  const address = await barePostgres()
  await administer(url, `create role ${role} login`)
  await administer(address, `grant create on schema public to ${role}`)
  const asMaker = new URL(address)
  asMaker.username = role
  expect(await inspectPostgres(asMaker.href)).toMatchObject({ canWrite: false })
  await expect(openDatabase(asMaker.href)).rejects.toThrow('permission denied')
  await administer(address, `create schema pgboss authorization ${role}`)
  expect(await inspectPostgres(asMaker.href)).toMatchObject({ canWrite: true })
  await (await openDatabase(asMaker.href)).close()
  expect(await rollBackDatabase(asMaker.href)).toBe('040-pg-boss')
  await (await openDatabase(asMaker.href)).close()
  await administer(address, `drop owned by ${role}`)
  await administer(url, `drop role ${role}`)
})
