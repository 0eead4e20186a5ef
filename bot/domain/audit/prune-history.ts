import { hours, later, seconds } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../queues.ts'
import { append } from './audit-store.ts'
import { findOldEntries, removeEntries } from './prune-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'rules'>

/** Entries per transaction: short enough that a click never waits long behind it. */
const batchSize = 2_000

/**
 * Once a day removes what is older than retention says, a portion per job. An entry tells what was removed and keeps the
 * hash of the last: the rest can still be verified.
 */
export async function pruneHistory(deps: Needs, _data: object, size = batchSize): Promise<Commit> {
  return async (tx) => {
    const keepMs = deps.rules.auditRetentionMs
    if (keepMs === undefined) return
    const now = deps.clock()
    const { count, last } = await findOldEntries(tx, later(now, -keepMs), size)
    if (last) {
      await removeEntries(tx, last)
      await append(tx, {
        at: now,
        actor: 'system',
        action: 'audit.prune',
        result: 'done',
        detail: { until: last, entries: count, days: keepMs / hours(24) },
      })
    }
    await pruneAgain(deps, tx, later(now, count === size ? seconds(1) : hours(24)))
  }
}

function pruneAgain(deps: Pick<Deps, 'jobs'>, tx: Tx, runAt: Date): Promise<void> {
  return enqueue(deps.jobs, tx, { queue: 'audit.prune', key: 'only', data: {}, runAt })
}

/** At start: looks at once. Without retention nothing is ever removed. */
export async function schedulePrune(deps: Needs): Promise<void> {
  if (deps.rules.auditRetentionMs === undefined) return
  await deps.database.transaction((tx) => pruneAgain(deps, tx, deps.clock()))
}
