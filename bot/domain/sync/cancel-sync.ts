import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { refreshSyncCard } from './count-in-run.ts'
import type { SyncRun } from './sync-run.ts'
import { findRun, updateRun } from './sync-runs-store.ts'

/** Ends a round early: what was read stays, what still waits is not read. A round that has ended stays as it is. @throws UserError SYNC_NOT_FOUND */
export async function cancelSync(
  deps: Pick<Deps, 'database' | 'clock' | 'people'>,
  { runId, by }: { runId: string; by: Person },
): Promise<SyncRun> {
  await assertStillMay(deps, by, 'operator')
  const run = await deps.database.transaction(async (tx) => {
    const found = await findRun(tx, runId)
    if (!found) throw new UserError('SYNC_NOT_FOUND')
    if (found.state !== 'running') return found
    const at = deps.clock()
    const cancelled: SyncRun = { ...found, state: 'cancelled', endedAt: at }
    await updateRun(tx, cancelled)
    await refreshSyncCard(tx, cancelled, at, { urgent: true })
    const detail = { done: found.done, total: found.total }
    await append(tx, {
      at,
      actor: by,
      action: 'sync.cancel',
      tenantId: found.tenantId,
      result: 'done',
      detail,
    })
    return cancelled
  })
  return run
}
