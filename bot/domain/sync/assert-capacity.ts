import { UserError } from '#platform/base/errors.ts'
import { hasMoreJobsThan } from '#platform/jobs/jobs-store.ts'
import { hasMoreThan } from '#platform/outbox/due-store.ts'
import type { Db } from '#platform/storage/database.ts'

/** Waiting rows, of jobs and of messages each. A sync of 100,000 tenants adds about 4,200 jobs. */
const mostWaiting = 40_000

/**
 * Refuses a sync by a person while too much is waiting. Approvals, alerts and scheduled work are never refused.
 * @throws UserError BUSY
 */
export async function assertCapacity(db: Db, limit = mostWaiting): Promise<void> {
  if ((await hasMoreJobsThan(db, limit)) || (await hasMoreThan(db, limit))) throw new UserError('BUSY')
}
