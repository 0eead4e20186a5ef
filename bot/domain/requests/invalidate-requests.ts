import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { moveRequest } from './move-request.ts'
import type { Request } from './request.ts'
import { listOpenRequests } from './requests-store.ts'
import { readSnapshot, snapshotHash } from './snapshot.ts'

type Needs = Pick<Deps, 'clock' | 'jobs' | 'catalog' | 'clientIds' | 'rules'>

/** Invalidates open requests whose effect is no longer what was requested, in the transaction of the change. */
export async function invalidateChanged(
  deps: Needs,
  tx: Tx,
  touched: { setId?: string; tenantId?: string },
): Promise<void> {
  for (const request of await listOpenRequests(tx)) {
    const isAbout =
      (touched.setId === undefined || request.setId === touched.setId) &&
      (touched.tenantId === undefined || request.tenantIds.includes(touched.tenantId))
    if (isAbout) await invalidateIfChanged(deps, tx, request)
  }
}

/** Ends the request and returns true if its effect is no longer what was requested. */
export async function invalidateIfChanged(deps: Needs, tx: Tx, request: Request): Promise<boolean> {
  const snapshot = await readSnapshot(deps, tx, request)
  if (snapshotHash(snapshot) === request.hash) return false
  await moveRequest(deps, tx, request, { state: 'voided', decision: { cause: 'changed', basis: snapshot } })
  return true
}
