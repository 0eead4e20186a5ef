import type { CardPlace } from '../consent/make-consent.ts'
import type { Deps } from '../deps.ts'
import { tellSyncCard } from './count-in-run.ts'
import { findRun, updateRun } from './sync-runs-store.ts'

/** The progress card has got its message id: from now on it follows, and what happened meanwhile is shown at once. */
export async function placeRun(
  deps: Pick<Deps, 'database' | 'clock'>,
  { runId, place }: { runId: string; place: CardPlace },
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const run = await findRun(tx, runId)
    if (!run) return
    const placed = { ...run, ...place }
    await updateRun(tx, placed)
    if (placed.done > 0 || placed.state !== 'running') {
      await tellSyncCard(tx, placed, deps.clock(), { urgent: placed.state !== 'running' })
    }
  })
}
