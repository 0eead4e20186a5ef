import { UserError } from '#platform/base/errors.ts'
import { hasMoreJobsThan } from '#platform/jobs/jobs-store.ts'
import { hasMoreThan } from '#platform/outbox/due-store.ts'
import type { Db } from '#platform/storage/database.ts'

/** Rows that may wait, of jobs and of messages each; a round over 100,000 tenants is an eighth of it. */
const mostWaiting = 50_000
const nearlyFull = 0.8 * mostWaiting

/**
 * While more waits than can be worth waiting for, no work is added that nobody would miss: a round that a person starts.
 * Approvals, alerts and what a clock starts always find a place. @throws UserError BUSY
 */
export async function assertCapacity(db: Db, limit = nearlyFull): Promise<void> {
  if ((await hasMoreJobsThan(db, limit)) || (await hasMoreThan(db, limit))) throw new UserError('BUSY')
}
