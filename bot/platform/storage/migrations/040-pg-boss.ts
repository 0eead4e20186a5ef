import { type Kysely, sql } from 'kysely'
import { bossSchema, dropBossTables, insertWaitingJobs, makeBossSchema } from '../boss-schema.ts'
import type { Schema } from '../schema.ts'
import { jobLeases } from './010-job-leases.ts'
import type { AutoId } from './auto-id.ts'
import { makeJobs } from './make-jobs.ts'
import type { Reversible } from './reversible.ts'

/** On PostgreSQL, jobs are pg-boss's from now on; on SQLite, where one process works, they lose their leases. */
export function pgBoss(autoId: AutoId): Reversible {
  const isPostgres = autoId.type === 'bigint'
  return isPostgres
    ? { up: moveToBoss, down: (db: Kysely<Schema>) => moveBack(db, autoId) }
    : { up: jobLeases().down, down: jobLeases().up }
}

/**
 * An instance of the version before that still runs has no table anymore: whatever enqueues, ends, or postpones a job there
 * fails with its whole transaction. So no job is lost, and none has an effect twice.
 */
async function moveToBoss(db: Kysely<Schema>): Promise<void> {
  await makeBossSchema(db)
  // Waits for open transactions of other instances; what they commit is read afterwards.
  await sql`lock table jobs in access exclusive mode`.execute(db)
  await insertWaitingJobs(db, sql`select id, queue, key, data_json, run_at, attempts, created_at from jobs`)
  await db.schema.dropTable('jobs').execute()
}

/**
 * One row per key, as the version before has it: a job that waits beside an active one of its key replaces that. What was
 * active when its instance was killed is due again. What somebody added through pg-boss's own tools isn't a job of ours.
 */
async function moveBack(db: Kysely<Schema>, autoId: AutoId): Promise<void> {
  const jobs = sql.table(`${bossSchema}.job`)
  // An instance that still runs adds nothing behind this.
  await sql`lock table ${jobs} in access exclusive mode`.execute(db)
  await makeJobs(db, autoId)
  await jobLeases().up(db)
  await sql`
    insert into jobs (queue, key, data_json, run_at, attempts, version, created_at)
    select name, singleton_key, (data->'data')::text, (data->'runAt')::bigint, (data->'failures')::int, 1,
      round(extract(epoch from created_on) * 1000)
    from (
      select distinct on (name, singleton_key) * from ${jobs}
      where state in ('created', 'retry', 'active') and singleton_key is not null
        and jsonb_typeof(data->'runAt') = 'number' and jsonb_typeof(data->'failures') = 'number'
      order by name, singleton_key, state, created_on desc
    ) newest
    order by created_on, start_after`.execute(db)
  await dropBossTables(db)
}
