import type { Db } from '../storage/database.ts'
import { prepare } from '../storage/prepare.ts'

/**
 * Makes the query for the queues that have a due job without a lease. One statement for all: it runs after every action, and
 * one per queue made up a third of all statements and PostgreSQL round trips.
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
    // SQLite returns 1 and 0.
    return queues.filter((queue) => Boolean(rows[0]?.[queue]))
  }
}
