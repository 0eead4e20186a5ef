import { UserError } from '#platform/base/errors.ts'
import { hasMoreJobsThan } from '#platform/jobs/count-jobs-store.ts'
import { hasMoreThan } from '#platform/outbox/due-store.ts'
import type { Database } from '#platform/storage/database.ts'

/** Waiting rows, of jobs and of messages each. A sync of 100,000 tenants adds about 4,200 jobs. */
const mostWaiting = 40_000

/**
 * Refuses a sync by a person while too much is waiting. Approvals, alerts and scheduled work are never refused.
 * @throws UserError BUSY
 */
export async function assertCapacity(
  database: Pick<Database, 'db' | 'isShared'>,
  limit = mostWaiting,
): Promise<void> {
  if ((await hasMoreJobsThan(database, limit)) || (await hasMoreThan(database.db, limit)))
    throw new UserError('BUSY')
}
