import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from './schema.ts'

/** pg-boss's default, which its tools expect. */
export const bossSchema = 'pgboss'

/** The options of every queue. pg-boss copies them into each job that is added. */
export const queueOptions = {
  /** One job of a key at a time; another one can wait beside it. */
  policy: 'singleton',
  notify: true,
  /** For ever: when to give up is the worker's own decision. */
  retryLimit: 1_000_000_000,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 600,
  heartbeatSeconds: 10,
  /** The most that pg-boss allows. */
  expireInSeconds: 86_400,
  /** pg-boss deletes what has waited for so long: in 63 years, so that no stop loses a job. */
  retentionSeconds: 2_000_000_000,
} as const

/** Second 0 of the priorities: 2026, so that they fit into 32 bits until 2094. */
const epoch = Date.UTC(2026) / 1_000
const [least, most] = [-(2 ** 31), 2 ** 31 - 1]

/** pg-boss starts jobs by priority, and can be asked for a lowest one: the earlier a job is due, the higher. */
export const priorityOf = (runAt: Date): number =>
  Math.max(least, Math.min(most, epoch - Math.floor(runAt.getTime() / 1_000)))

/**
 * Makes pg-boss's tables in the caller's transaction, so that nothing of them stays if that fails.
 * @throws Error with a message for the operator if another program has its jobs there
 */
export async function makeBossSchema(db: Kysely<Schema>): Promise<void> {
  if (await hasBossTables(db))
    throw new Error(`another program uses the schema "${bossSchema}": give Grantkeeper a database of its own`)
  // Not loaded on SQLite.
  const { getConstructionPlans } = await import('pg-boss')
  // Where an administrator has made the schema, the user needs no right to make one.
  const plan = getConstructionPlans(bossSchema, { createSchema: !(await isBossSchemaThere(db)) })
  await sql.raw(withoutTransaction(plan)).execute(db)
}

export async function isBossSchemaThere(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regnamespace(${bossSchema}) is not null as there`.execute(db)
  return rows[0]?.there === true
}

async function hasBossTables(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(${`${bossSchema}.version`}) is not null as there`.execute(db)
  return rows[0]?.there === true
}

/** Drops all that `makeBossSchema` makes, but the schema. */
export async function dropBossTables(db: Kysely<Schema>): Promise<void> {
  const { getUninstallPlans } = await import('pg-boss')
  await sql.raw(getUninstallPlans(bossSchema)).execute(db)
}

/** A plan of pg-boss is a transaction of its own, whose end would commit the caller's halfway. */
function withoutTransaction(plan: string): string {
  const inside = /^\s*BEGIN;(.*)COMMIT;\s*$/s.exec(plan)?.[1]
  if (inside === undefined || inside.includes('COMMIT;'))
    throw new Error("Expected pg-boss's plan to be one transaction")
  return inside
}

/**
 * Adds waiting jobs, and the queues that they name, in the caller's transaction. `rows` selects `id, queue, key, data_json,
 * run_at, attempts, created_at` as the table `jobs` has them. In one statement, because there can be many.
 */
export async function insertWaitingJobs(db: Kysely<Schema>, rows: RawBuilder<unknown>): Promise<void> {
  const options = JSON.stringify(queueOptions)
  await sql`
    select ${sql.id(bossSchema, 'create_queue')}(queue, ${options}::jsonb)
    from (select distinct queue from (${rows}) given) named`.execute(db)
  await sql`
    insert into ${sql.table(`${bossSchema}.job`)} (name, singleton_key, data, priority, start_after, keep_until,
      created_on, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, heartbeat_seconds, expire_seconds,
      deletion_seconds)
    select q.name, given.key,
      jsonb_build_object('data', data_json::jsonb, 'runAt', run_at, 'failures', attempts),
      greatest(${least}, least(${most}, ${epoch} - floor(run_at / 1000.0)))::int,
      to_timestamp(run_at / 1000.0), to_timestamp(run_at / 1000.0) + q.retention_seconds * interval '1 s',
      to_timestamp(created_at / 1000.0), q.policy, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max,
      q.heartbeat_seconds, q.expire_seconds, q.deletion_seconds
    from (${rows}) given join ${sql.table(`${bossSchema}.queue`)} q on q.name = given.queue
    order by given.id`.execute(db)
}
