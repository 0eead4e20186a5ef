import { later, seconds } from '#platform/base/time.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { add } from '#platform/outbox/outbox-store.ts'
import { refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { type SyncRun, withFailure } from './sync-run.ts'
import { getRun, updateRun } from './sync-runs-store.ts'

/** Time between two updates of a progress card. */
const cardDelayMs = seconds(2)

/** The result of one tenant of a run. */
export interface Counted {
  tenantId: string
  failure?: Outcome | undefined
  /** Grants whose status changed. */
  changed: number
}

/** Counts tenants in their run; the last one ends it. Updates the card after a delay, at the end immediately. */
export async function countInRun(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  runId: string,
  counted: readonly Counted[],
): Promise<void> {
  if (counted.length === 0) return
  const run = await getRun(tx, runId)
  if (run.state !== 'running') return
  const done = run.done + counted.length
  const ended = done >= run.total
  await updateRun(tx, {
    ...run,
    done,
    failed: run.failed + counted.filter(({ failure }) => failure).length,
    changed: run.changed + counted.reduce((sum, { changed }) => sum + changed, 0),
    failures: counted.reduce(
      (known, { failure, tenantId }) => (failure ? withFailure(known, failure, tenantId) : known),
      run.failures,
    ),
    ...(ended ? { state: 'done', endedAt: deps.clock() } : {}),
  })
  const dueAt = ended ? deps.clock() : later(deps.clock(), cardDelayMs)
  await refreshSyncCard(tx, run, dueAt, { urgent: ended })
}

export async function refreshSyncCard(
  tx: Tx,
  { id, conversationId, activityId }: SyncRun,
  dueAt: Date,
  { urgent = false }: { urgent?: boolean } = {},
): Promise<void> {
  const subject = { kind: 'sync', id }
  if (!conversationId) return refreshCards(tx, subject, dueAt, { urgent })
  if (!activityId) return
  await add(tx, { conversationId, activityId, subject, dueAt, urgent })
}
