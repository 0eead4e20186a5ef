import type { PgBoss } from 'pg-boss'
import { bossSchema, isBossSchemaThere, queueOptions } from '../storage/boss-schema.ts'
import type { Db } from '../storage/database.ts'
import { DatabaseError } from '../storage/database-error.ts'
import { placeOfServer, withoutConflicts, withSettings } from '../storage/postgres.ts'
import { BossStore } from './boss-store.ts'
import { JobsEngine } from './engine.ts'
import type { Jobs } from './jobs.ts'
import type { JobRunOptions } from './run-job.ts'

/**
 * A claim that is lost in a crash of the database is only made again; what workers find is written by our own connection,
 * whose commits are durable.
 */
const settings = `-c synchronous_commit=off ${withoutConflicts}`
/** For claims, heartbeats, and supervision; one more listens. */
const connections = 3
/** Each time, pg-boss also counts all jobs; together with the heartbeat, a dead instance is noticed after 10 to 20 s. */
const superviseSeconds = 10

/**
 * Jobs of the instances that share a PostgreSQL database, kept by pg-boss, in these queues. `stop` closes its connections.
 * @throws DatabaseError if the database can't be reached, or has lost its jobs
 */
export async function openBossJobs(options: JobRunOptions & { queues: readonly string[] }): Promise<Jobs> {
  const { database, log, queues } = options
  // Not loaded on SQLite.
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    connectionString: withSettings(database.url, settings),
    application_name: 'grantkeeper',
    max: connections,
    schema: bossSchema,
    createSchema: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    // Neither schedules nor flows are used, and spans are our own.
    schedule: false,
    flowIntervalSeconds: 86_400,
    openTelemetry: { enabled: false },
    // Jobs that wait for their day are no backlog; what is late is in our metrics.
    warningQueueSize: Number.MAX_SAFE_INTEGER,
  })
  boss.on('error', (err) => log.warn({ err }, 'pg-boss had an error and goes on'))
  boss.on('warning', ({ message, data }) => log.warn({ data }, message))
  try {
    await assertSchema(database.db)
    await boss.start()
    await createQueues(boss, queues)
  } catch (cause) {
    await boss.stop({ graceful: false })
    throw new DatabaseError('server', placeOfServer(database.url), cause)
  }
  return new JobsEngine(options, new BossStore(boss, options))
}

/** A dump of our own tables alone has none; with a new, empty one, what waited would be forgotten without a word. */
async function assertSchema(db: Db): Promise<void> {
  if (await isBossSchemaThere(db)) return
  throw new Error(
    `its schema "${bossSchema}" is missing, and with it the jobs that wait. Restore the whole dump; "create schema ${bossSchema}" starts without them`,
  )
}

async function createQueues(boss: PgBoss, queues: readonly string[]): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name))
  for (const name of queues) if (!known.has(name)) await boss.createQueue(name, queueOptions)
}
