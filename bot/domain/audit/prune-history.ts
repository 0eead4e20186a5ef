import { hours, later, seconds } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../queues.ts'
import { append } from './audit-store.ts'
import { findOldEntries, removeEntries } from './prune-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'jobs' | 'rules'>

/** Entries per transaction: few enough not to delay a click. */
const batchSize = 2_000

/**
 * Removes the entries past the retention period once a day, one batch per job. An audit entry records each batch and keeps
 * the hash of its last entry, so that the rest can still be verified.
 */
export async function pruneHistory(deps: Needs, _data: object, size = batchSize): Promise<Commit> {
  return async (tx) => {
    const keepMs = deps.rules.auditRetentionMs
    if (keepMs === undefined) return
    const now = deps.clock()
    const { count, last } = await findOldEntries(tx, later(now, -keepMs), size)
    if (last) {
      await removeEntries(tx, last)
      const detail = { until: last, entries: count, days: keepMs / hours(24) }
      await append(tx, { at: now, actor: 'system', action: 'audit.prune', result: 'done', detail })
    }
    await pruneAgain(deps, tx, later(now, count === size ? seconds(1) : hours(24)))
  }
}

function pruneAgain(deps: Pick<Deps, 'jobs'>, tx: Tx, runAt: Date): Promise<void> {
  return enqueue(deps.jobs, tx, { queue: 'audit.prune', key: 'only', data: {}, runAt })
}

/** Schedules the first job at startup. Without retention, nothing is ever removed. */
export async function schedulePrune(deps: Pick<Needs, 'clock' | 'jobs' | 'rules'>, tx: Tx): Promise<void> {
  if (deps.rules.auditRetentionMs !== undefined) await pruneAgain(deps, tx, deps.clock())
}
