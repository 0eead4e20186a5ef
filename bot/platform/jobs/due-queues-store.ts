import type { Db } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'

/**
 * Makes the question which of these queues have a due job that nobody works on. It is one statement for all of them, because
 * it is asked after every act: one by one they were a third of all statements, and as many round trips to PostgreSQL.
 */
export function makeFindDueQueues(queues: readonly string[]): (db: Db, now: Date) => Promise<string[]> {
  if (queues.length === 0) return async () => []
  const find = prepare((db: Db, { now }: { now: number }) =>
    db.selectNoFrom((eb) =>
      queues.map((queue) =>
        eb
          .exists(
            eb
              .selectFrom('jobs')
              .select('id')
              .where('queue', '=', queue)
              .where('run_at', '<=', now)
              .where('lease_until', '<=', now),
          )
          .as(queue),
      ),
    ),
  )
  return async (db, now) => {
    const { rows } = await find(db, { now: now.getTime() })
    // SQLite says 1 and 0.
    return queues.filter((queue) => Boolean(rows[0]?.[queue]))
  }
}
