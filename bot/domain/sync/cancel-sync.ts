import type { Person } from '#platform/base/person.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { refreshSyncCard } from './count-in-run.ts'
import { type SyncRun, tenantsOfRun } from './sync-run.ts'
import { getRun, updateRun } from './sync-runs-store.ts'

/** Ends a run early: tenants still waiting are not read. Does nothing if it has ended. @throws UserError SYNC_NOT_FOUND */
export async function cancelSync(
  deps: Pick<Deps, 'database' | 'clock' | 'people'>,
  { runId, by }: { runId: string; by: Person },
): Promise<SyncRun> {
  await assertStillMay(deps, by, 'operator', tenantsOfRun(await getRun(deps.database.db, runId)))
  return deps.database.transaction(async (tx) => {
    const found = await getRun(tx, runId)
    if (found.state !== 'running') return found
    const at = deps.clock()
    const cancelled: SyncRun = { ...found, state: 'cancelled', endedAt: at }
    await updateRun(tx, cancelled)
    await refreshSyncCard(tx, cancelled, at, { urgent: true })
    const { tenantId, done, total } = found
    const detail = { done, total }
    await append(tx, { at, actor: by, action: 'sync.cancel', tenantId, result: 'done', detail })
    return cancelled
  })
}
