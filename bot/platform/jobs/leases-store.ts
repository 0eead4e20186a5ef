import type { Db } from '../storage/database.ts'
import { jobFromRow, type TakenJob } from './jobs-store.ts'

/** True if a job of the queue is due and has no lease. */
export async function isAnyFree(db: Db, queue: string, now: Date): Promise<boolean> {
  return (await freeJobs(db, queue, now, 1).executeTakeFirst()) !== undefined
}

/** Leases the due and free jobs, oldest first. Instances that want the same job conflict, and one of them tries again. */
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

/** Renews leases that are still held; a job that another instance has taken over is left alone. */
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
