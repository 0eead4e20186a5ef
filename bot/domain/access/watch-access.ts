import { hours, later } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { accessMaxAgeOf } from '../grants/access-max-age.ts'
import { enqueue } from '../queues.ts'
import { findUnread } from './unread-tenants-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules' | 'jobs' | 'log'>

/** Tenants whose apps are going to lose access, or have lost it, because they can't be read. */
export interface AccessEnding {
  tenants: number
  /** When the first of them loses it. */
  endsAt: Date
}

/**
 * Undefined if there are none. A tenant counts from the time on at which its read is no longer current, at the latest halfway,
 * so that there is time to find out why it can't be read.
 */
export async function findAccessEnding({
  database,
  clock,
  rules,
}: Pick<Needs, 'database' | 'clock' | 'rules'>): Promise<AccessEnding | undefined> {
  const maxAgeMs = accessMaxAgeOf(rules)
  const warnedMs = Math.min(rules.maxAgeMs, maxAgeMs / 2)
  const { count, oldest } = await findUnread(database.db, later(clock(), -warnedMs))
  return oldest && { tenants: count, endsAt: later(oldest, maxAgeMs) }
}

/** Once an hour, warns in the log; the settings show the same. */
export async function watchAccess(deps: Needs): Promise<Commit> {
  const ending = await findAccessEnding(deps)
  if (ending) deps.log.warn({ ...ending }, 'apps lose access because their tenants are not read')
  return (tx) => watchAgain(deps, tx, later(deps.clock(), hours(1)))
}

function watchAgain(deps: Pick<Deps, 'jobs'>, tx: Tx, runAt: Date): Promise<void> {
  return enqueue(deps.jobs, tx, { queue: 'access.watch', key: 'only', data: {}, runAt })
}

/** Schedules the first look at startup. */
export function scheduleAccessWatch(deps: Pick<Needs, 'clock' | 'jobs'>, tx: Tx): Promise<void> {
  return watchAgain(deps, tx, deps.clock())
}
