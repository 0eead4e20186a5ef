import type { CardLocation } from '../consent/make-consent.ts'
import type { Deps } from '../deps.ts'
import { refreshSyncCard } from './count-in-run.ts'
import { findRun, updateRun } from './sync-runs-store.ts'

/** The progress card has got its message id: from now on it follows, and what happened meanwhile is shown at once. */
export async function attachRunCard(
  deps: Pick<Deps, 'database' | 'clock'>,
  { runId, place }: { runId: string; place: CardLocation },
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const run = await findRun(tx, runId)
    if (!run) return
    const placed = { ...run, ...place }
    await updateRun(tx, placed)
    if (placed.done > 0 || placed.state !== 'running') {
      await refreshSyncCard(tx, placed, deps.clock(), { urgent: placed.state !== 'running' })
    }
  })
}
