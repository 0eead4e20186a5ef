import type { Deps } from '../deps.ts'
import type { Outcome } from '../graph/outcome.ts'
import type { Tx } from '../jobs/jobs.ts'
import { add } from '../outbox/outbox-store.ts'
import { refreshCards } from '../outbox/show-card.ts'
import { later, seconds } from '../time.ts'
import { type SyncRun, withFailure } from './sync-run.ts'
import { getRun, updateRun } from './sync-runs-store.ts'

/** Time between two updates of a progress card. */
const paceMs = seconds(2)

/** Counts one tenant in its run; the last one ends it. The card follows at a calm pace, and at once at the end. */
export async function countInRun(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  {
    runId,
    tenantId,
    failure,
    changed,
  }: { runId: string; tenantId: string; failure?: Outcome; changed: number },
): Promise<void> {
  const run = await getRun(tx, runId)
  if (run.state !== 'running') return
  const done = run.done + 1
  const ended = done >= run.total
  await updateRun(tx, {
    ...run,
    done,
    failed: run.failed + (failure ? 1 : 0),
    changed: run.changed + changed,
    failures: failure ? withFailure(run.failures, failure, tenantId) : run.failures,
    ...(ended ? { state: 'done', endedAt: deps.clock() } : {}),
  })
  const dueAt = ended ? deps.clock() : later(deps.clock(), paceMs)
  await tellSyncCard(tx, run, dueAt, { urgent: ended })
}

/** `urgent`: the end is shown at once. */
export async function tellSyncCard(
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
