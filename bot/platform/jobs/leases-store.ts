import type { Db } from '../storage/database.ts'
import { jobFromRow, type TakenJob } from './jobs-store.ts'

/** True when a job of the queue is due and nobody works on it. */
export async function isAnyFree(db: Db, queue: string, now: Date): Promise<boolean> {
  return (await freeJobs(db, queue, now, 1).executeTakeFirst()) !== undefined
}

/**
 * Takes the jobs that are due and free, the longest waiting first. Two instances that want the same one meet a conflict,
 * after which one of them sees what the other has taken.
 */
export async function leaseDueJobs(
  db: Db,
  queue: string,
  { now, until, lease, limit }: { now: Date; until: Date; lease: string; limit: number },
): Promise<TakenJob[]> {
  const rows = await db
    .updateTable('jobs')
    .set({ lease, lease_until: until.getTime() })
    .where('id', 'in', freeJobs(db, queue, now, limit))
    .returningAll()
    .execute()
  return rows
    .map((row) => ({ ...jobFromRow(row), lease }))
    .sort((a, b) => a.runAt.getTime() - b.runAt.getTime() || a.id - b.id)
}

/** Only those that still are held: what another instance has taken over meanwhile stays its own. */
export async function renewLeases(db: Db, leases: readonly string[], until: Date): Promise<void> {
  if (leases.length === 0) return
  await db.updateTable('jobs').set({ lease_until: until.getTime() }).where('lease', 'in', leases).execute()
}

function freeJobs(db: Db, queue: string, now: Date, limit: number) {
  return db
    .selectFrom('jobs')
    .select('id')
    .where('queue', '=', queue)
    .where('run_at', '<=', now.getTime())
    .where('lease_until', '<=', now.getTime())
    .orderBy('run_at')
    .orderBy('id')
    .limit(limit)
}
