import type { Selectable } from 'kysely'
import type { Db } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'
import type { Schema } from '../storage/schema.ts'
import type { NewJob } from './jobs.ts'

/** A claimed job: ID and version identify it, also after changes. */
export interface TakenJob {
  id: number
  queue: string
  key: string
  data: unknown
  runAt: Date
  /** Failed attempts. */
  attempts: number
  version: number
  /** Fencing token that ends the job, if several instances share one database. */
  lease?: string
}

/** Upserts by queue and key: an existing job gets the new time and data, and its attempts are reset. */
export async function putJob(db: Db, job: NewJob, now: Date): Promise<void> {
  const fresh = { data_json: JSON.stringify(job.data ?? null), run_at: job.runAt.getTime(), attempts: 0 }
  await db
    .insertInto('jobs')
    .values({ queue: job.queue, key: job.key, ...fresh, version: 1, created_at: now.getTime() })
    .onConflict((conflict) =>
      conflict
        .columns(['queue', 'key'])
        .doUpdateSet({ ...fresh, version: (eb) => eb('jobs.version', '+', 1) }),
    )
    .execute()
}

export async function removeJob(db: Db, queue: string, key: string): Promise<boolean> {
  const result = await db
    .deleteFrom('jobs')
    .where('queue', '=', queue)
    .where('key', '=', key)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** The due jobs of a queue, oldest first, including active ones. */
export async function listDueJobs(db: Db, queue: string, now: Date, limit: number): Promise<TakenJob[]> {
  const rows = await db
    .selectFrom('jobs')
    .selectAll()
    .where('queue', '=', queue)
    .where('run_at', '<=', now.getTime())
    .orderBy('run_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(jobFromRow)
}

/** When the next job of these queues falls due; jobs that are due already don't count. */
export async function findNextRunAt(db: Db, queues: readonly string[], now: Date): Promise<Date | undefined> {
  if (queues.length === 0) return undefined
  const row = await db
    .selectFrom('jobs')
    .select('run_at')
    .where('run_at', '>', now.getTime())
    .where('queue', 'in', queues)
    .orderBy('run_at')
    .limit(1)
    .executeTakeFirst()
  return row && new Date(row.run_at)
}

/**
 * Deletes the finished job. `moved`: it was enqueued again meanwhile and stays for its next run. `gone`: it was canceled, or
 * another instance has taken it, and its result must not be written.
 */
export async function endJob(
  db: Db,
  { id, version, lease }: Pick<TakenJob, 'id' | 'version' | 'lease'>,
): Promise<'ended' | 'moved' | 'gone'> {
  if (lease !== undefined) return endLeased(db, { id, version, lease })
  const { numAffectedRows } = await deleteJob(db, { id, version })
  if (numAffectedRows === 1n) return 'ended'
  const row = await db.selectFrom('jobs').select('id').where('id', '=', id).executeTakeFirst()
  return row ? 'moved' : 'gone'
}

const deleteJob = prepare((db: Db, given: { id: number; version: number }) =>
  db.deleteFrom('jobs').where('id', '=', given.id).where('version', '=', given.version),
)

async function endLeased(
  db: Db,
  held: Required<Pick<TakenJob, 'id' | 'version' | 'lease'>>,
): Promise<'ended' | 'moved' | 'gone'> {
  const { numAffectedRows } = await deleteLeased(db, held)
  if (numAffectedRows === 1n) return 'ended'
  return (await releaseLease(db, held.id, held.lease)) ? 'moved' : 'gone'
}

const deleteLeased = prepare((db: Db, given: { id: number; version: number; lease: string }) =>
  db
    .deleteFrom('jobs')
    .where('id', '=', given.id)
    .where('version', '=', given.version)
    .where('lease', '=', given.lease),
)

/** Counts a failed attempt and postpones the job, unless it was canceled, enqueued again or taken over meanwhile. */
export async function postponeJob(
  db: Db,
  { id, version, attempts, lease }: Pick<TakenJob, 'id' | 'version' | 'attempts' | 'lease'>,
  runAt: Date,
): Promise<void> {
  let query = db
    .updateTable('jobs')
    .set({ run_at: runAt.getTime(), attempts: attempts + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
  if (lease !== undefined) query = query.where('lease', '=', lease)
  await query.execute()
  if (lease !== undefined) await releaseLease(db, id, lease)
}

/** Releases the lease of a job that waits for its next run; false if another instance holds it or it is gone. */
async function releaseLease(db: Db, id: number, lease: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('jobs')
    .set({ lease: null, lease_until: 0 })
    .where('id', '=', id)
    .where('lease', '=', lease)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export function jobFromRow(row: Selectable<Schema['jobs']>): TakenJob {
  return {
    id: row.id,
    queue: row.queue,
    key: row.key,
    data: JSON.parse(row.data_json),
    runAt: new Date(row.run_at),
    attempts: row.attempts,
    version: row.version,
  }
}

/** True if there are more jobs than `count`, due or not. */
export async function hasMoreJobsThan(db: Db, count: number): Promise<boolean> {
  const row = await db.selectFrom('jobs').select('id').limit(1).offset(count).executeTakeFirst()
  return row !== undefined
}
