import type { Selectable } from 'kysely'
import type { Db } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'
import type { Schema } from '../storage/schema.ts'
import type { TakenJob } from './job-store.ts'
import type { NewJob } from './jobs.ts'

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

/**
 * Makes the query for the queues that have a due job, including active ones. One statement for all: it runs after every
 * action, and one per queue made up a third of all statements.
 */
export function makeFindDueQueues(queues: readonly string[]): (db: Db, now: Date) => Promise<string[]> {
  if (queues.length === 0) return async () => []
  const find = prepare((db: Db, { now }: { now: number }) =>
    db.selectNoFrom((eb) =>
      queues.map((queue) =>
        eb
          .exists(eb.selectFrom('jobs').select('id').where('queue', '=', queue).where('run_at', '<=', now))
          .as(queue),
      ),
    ),
  )
  return async (db, now) => {
    const { rows } = await find(db, { now: now.getTime() })
    // SQLite returns 1 and 0.
    return queues.filter((queue) => Boolean(rows[0]?.[queue]))
  }
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

type Claim = Pick<TakenJob, 'id' | 'version'>

/** Deletes the finished job, unless it was enqueued again meanwhile: then it stays for its next run. False if it is gone. */
export async function endJob(db: Db, { id, version }: Claim): Promise<boolean> {
  const { numAffectedRows } = await deleteJob(db, { id: Number(id), version })
  if (numAffectedRows === 1n) return true
  const row = await db.selectFrom('jobs').select('id').where('id', '=', Number(id)).executeTakeFirst()
  return row !== undefined
}

const deleteJob = prepare((db: Db, given: { id: number; version: number }) =>
  db.deleteFrom('jobs').where('id', '=', given.id).where('version', '=', given.version),
)

/** Counts a failed attempt and postpones the job, unless it was canceled or enqueued again meanwhile. */
export async function postponeJob(
  db: Db,
  { id, version, attempts }: Claim & Pick<TakenJob, 'attempts'>,
  runAt: Date,
): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ run_at: runAt.getTime(), attempts: attempts + 1 })
    .where('id', '=', Number(id))
    .where('version', '=', version)
    .execute()
}

function jobFromRow(row: Selectable<Schema['jobs']>): TakenJob {
  return {
    id: String(row.id),
    queue: row.queue,
    key: row.key,
    data: JSON.parse(row.data_json),
    runAt: new Date(row.run_at),
    attempts: row.attempts,
    version: row.version,
  }
}
