import { hours, later } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import { actsKeptMs } from '#platform/storage/act-once.ts'
import { removeActs } from '#platform/storage/acts-store.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../queues.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs'>

/** Once an hour, forgets which activities had an effect so long ago that Teams no longer delivers them again. */
export async function forgetActs(deps: Needs): Promise<Commit> {
  const now = deps.clock()
  return async (tx) => {
    await removeActs(tx, later(now, -actsKeptMs))
    await forgetAgain(deps, tx, later(now, hours(1)))
  }
}

function forgetAgain(deps: Pick<Deps, 'jobs'>, tx: Tx, runAt: Date): Promise<void> {
  return enqueue(deps.jobs, tx, { queue: 'acts.forget', key: 'only', data: {}, runAt })
}

/** Schedules the first job at startup. */
export async function scheduleForgetActs(deps: Needs): Promise<void> {
  await deps.database.transaction((tx) => forgetAgain(deps, tx, deps.clock()))
}
