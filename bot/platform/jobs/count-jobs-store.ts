import type { Db } from '../storage/database.ts'

/** Due jobs per queue, including active ones: their number, and how late the oldest is. */
export async function countDueJobs(
  db: Db,
  now: Date,
): Promise<{ queue: string; due: number; oldestMs: number }[]> {
  const rows = await db
    .selectFrom('jobs')
    .select((eb) => ['queue', eb.fn.countAll<number>().as('due'), eb.fn.min<number>('run_at').as('oldest')])
    .where('run_at', '<=', now.getTime())
    .groupBy('queue')
    .orderBy('queue')
    .execute()
  return rows.map(({ queue, due, oldest }) => ({ queue, due, oldestMs: now.getTime() - oldest }))
}
