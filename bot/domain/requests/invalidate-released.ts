import { hours, later } from '#platform/base/time.ts'
import type { Tx } from '#platform/storage/database.ts'
import { findConsent } from '../consent/consents-store.ts'
import { endLink } from '../consent/end-link.ts'
import type { Deps } from '../deps.ts'
import { moveRequest } from './move-request.ts'
import type { Request } from './request.ts'
import { listApprovedGrants, listConsentsOf } from './requests-store.ts'
import { readSnapshot, snapshotHash } from './snapshot.ts'

type Needs = Pick<Deps, 'clock' | 'jobs' | 'catalog' | 'clientIds' | 'rules' | 'react'>

/** Longer than the lifetime of any link, so older requests have no open link. */
const longestMs = hours(25)

/**
 * After the permissions of a set changed: cancels unopened links that were released for the old list, and invalidates their
 * approval, because the new list was not approved.
 */
export async function invalidateReleased(deps: Needs, tx: Tx, setId: string): Promise<void> {
  for (const request of await listApprovedGrants(tx, setId, later(deps.clock(), -longestMs))) {
    const snapshot = await readSnapshot(deps, tx, request)
    if (snapshotHash(snapshot) === request.hash || !(await endUnopened(deps, tx, request))) continue
    const decision = { ...request.decision, cause: 'changed' as const, basis: snapshot }
    await moveRequest(deps, tx, request, { state: 'voided', decision })
  }
}

/** Cancels the unopened links of a request. False if there are none. */
async function endUnopened(deps: Needs, tx: Tx, { id }: Request): Promise<boolean> {
  let ended = false
  for (const consentId of await listConsentsOf(tx, id)) {
    const links = (await findConsent(tx, consentId))?.links ?? []
    for (const link of links.filter(({ phase }) => phase === 'sent')) {
      await endLink(deps, tx, link, { phase: 'cancelled' })
      ended = true
    }
  }
  return ended
}
