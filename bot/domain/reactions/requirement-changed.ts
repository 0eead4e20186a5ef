import type { Tx } from '#platform/storage/database.ts'
import { announceCampaign } from '../alerts/announce-campaign.ts'
import { endIfNoneWaiting } from '../campaigns/follow-campaign.ts'
import { openCampaign } from '../campaigns/open-campaign.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { noticeListChanged } from '../notices/judge-notice.ts'
import { enqueue } from '../queues.ts'
import { invalidateReleased } from '../requests/invalidate-released.ts'
import { invalidateChanged } from '../requests/invalidate-requests.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'react'>

/**
 * The permissions of a set changed: its notice is fulfilled or void; opens a campaign if there are new ones, invalidates requests and unopened links for the
 * old list, and schedules the evaluation of every tenant.
 */
export async function requirementChanged(
  deps: Needs,
  tx: Tx,
  change: { before: Requirement; after: Requirement },
): Promise<void> {
  const { setId } = change.after
  await noticeListChanged(deps, tx, change.after)
  await openCampaign(deps, tx, change)
  await invalidateChanged(deps, tx, { setId })
  await invalidateReleased(deps, tx, setId)
  await requirementAged(deps, tx, setId)
}

/** Evaluates every tenant again: what is required has changed, or whether it is still known. */
export function requirementAged(deps: Pick<Deps, 'clock' | 'jobs'>, tx: Tx, setId: string): Promise<void> {
  const runAt = deps.clock()
  return enqueue(deps.jobs, tx, { queue: 'grants.reevaluate', key: setId, data: { setId }, runAt })
}

/** Every tenant was evaluated by the new list: posts the campaign, or ends it if no tenant is pending. */
export async function requirementApplied(deps: Needs, tx: Tx, setId: string): Promise<void> {
  await endIfNoneWaiting(deps, tx, setId)
  await announceCampaign(deps, tx, setId)
}
