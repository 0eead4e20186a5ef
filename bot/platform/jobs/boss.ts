import type { PgBoss } from 'pg-boss'
import { bossSchema, queueOptions } from '../storage/boss-schema.ts'
import { withSettings } from '../storage/postgres.ts'
import { BossStore } from './boss-store.ts'
import { JobsEngine } from './engine.ts'
import type { Jobs } from './jobs.ts'
import type { JobRunOptions } from './run-job.ts'

/**
 * A claim that is lost in a crash of the database is only made again; what workers find is written by our own connection,
 * whose commits are durable.
 */
const settings = '-c synchronous_commit=off'
/** For claims, heartbeats, and supervision; one more listens. */
const connections = 3
/** Each time, pg-boss also counts all jobs; together with the heartbeat, a dead instance is noticed after 10 to 20 s. */
const superviseSeconds = 10

/**
 * Jobs of the instances that share a PostgreSQL database, kept by pg-boss, in these queues. `stop` closes its connections.
 * @throws Error if the database can't be reached
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
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    // Neither schedules nor flows are used, and spans are our own.
    schedule: false,
    flowIntervalSeconds: 86_400,
    openTelemetry: { enabled: false },
  })
  boss.on('error', (err) => log.warn({ err }, 'pg-boss had an error and goes on'))
  boss.on('warning', ({ message, data }) => log.warn({ data }, message))
  await boss.start()
  await createQueues(boss, queues)
  return new JobsEngine(options, new BossStore(boss, options))
}

async function createQueues(boss: PgBoss, queues: readonly string[]): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name))
  for (const name of queues) if (!known.has(name)) await boss.createQueue(name, queueOptions)
}
