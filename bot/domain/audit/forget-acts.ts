import { hours, later, seconds } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import { actsKeptMs } from '#platform/storage/act-once.ts'
import { removeActs } from '#platform/storage/acts-store.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { removeEvents } from '../events/events-store.ts'
import { enqueue } from '../queues.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'rules'>

/** Events per transaction: few enough not to delay a click. */
const batchSize = 2_000

/**
 * Once an hour, forgets which activities had an effect so long ago that Teams no longer delivers them again, and removes the
 * events past their retention period, one batch per job.
 */
export async function forgetActs(deps: Needs, _data: object, size = batchSize): Promise<Commit> {
  const now = deps.clock()
  return async (tx) => {
    await removeActs(tx, later(now, -actsKeptMs))
    const removed = await removeEvents(tx, later(now, -deps.rules.eventRetentionMs), size)
    await forgetAgain(deps, tx, later(now, removed === size ? seconds(1) : hours(1)))
  }
}

function forgetAgain(deps: Pick<Deps, 'jobs'>, tx: Tx, runAt: Date): Promise<void> {
  return enqueue(deps.jobs, tx, { queue: 'acts.forget', key: 'only', data: {}, runAt })
}

/** Schedules the first job at startup. */
export function scheduleForgetActs(deps: Pick<Needs, 'clock' | 'jobs'>, tx: Tx): Promise<void> {
  return forgetAgain(deps, tx, deps.clock())
}
