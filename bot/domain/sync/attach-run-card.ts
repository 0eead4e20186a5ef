import type { CardLocation } from '../consent/make-consent.ts'
import type { Deps } from '../deps.ts'
import { refreshSyncCard } from './count-in-run.ts'
import { findRun, updateRun } from './sync-runs-store.ts'

/** Stores where the progress card was posted, and updates it if the run has progressed meanwhile. */
export async function attachRunCard(
  deps: Pick<Deps, 'database' | 'clock'>,
  { runId, place }: { runId: string; place: CardLocation },
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const run = await findRun(tx, runId)
    if (!run) return
    const placed = { ...run, ...place }
    await updateRun(tx, placed)
    const urgent = placed.state !== 'running'
    if (placed.done > 0 || urgent) await refreshSyncCard(tx, placed, deps.clock(), { urgent })
  })
}
