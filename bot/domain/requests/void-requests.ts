import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { basisHash, readBasis } from './basis.ts'
import { moveRequest } from './move-request.ts'
import type { Request } from './request.ts'
import { listOpenRequests } from './requests-store.ts'

type Needs = Pick<Deps, 'clock' | 'jobs' | 'catalog' | 'clientIds'>

/**
 * Something changed that open requests may be about: those that would do something else now than what was asked for are
 * voided, in the transaction of the change.
 */
export async function voidChanged(
  deps: Needs,
  tx: Tx,
  touched: { setId?: string; tenantId?: string },
): Promise<void> {
  for (const request of await listOpenRequests(tx)) {
    const isAbout =
      (touched.setId === undefined || request.setId === touched.setId) &&
      (touched.tenantId === undefined || request.tenantIds.includes(touched.tenantId))
    if (isAbout) await voidIfChanged(deps, tx, request)
  }
}

/** True if the request is not what was asked for any more; then it is over. */
export async function voidIfChanged(deps: Needs, tx: Tx, request: Request): Promise<boolean> {
  const basis = await readBasis(deps, tx, request)
  if (basisHash(basis) === request.hash) return false
  await moveRequest(deps, tx, request, { state: 'voided', decision: { cause: 'changed', basis } })
  return true
}
