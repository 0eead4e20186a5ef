import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { endAlertsOfTenant } from '../alerts/update-alerts.ts'
import { leaveCampaigns } from '../campaigns/follow-campaign.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../queues.ts'
import { invalidateChanged } from '../requests/invalidate-requests.ts'

type Needs = Pick<Deps, 'clock' | 'jobs' | 'catalog' | 'clientIds'>

/**
 * A tenant was removed: ends all its links, that of the directory connection too, takes it out of campaigns, resolves its
 * alerts and invalidates the requests that name it.
 */
export async function tenantRemoved(
  deps: Needs,
  tx: Tx,
  { tenantId, by }: { tenantId: string; by: Person },
): Promise<void> {
  const job = { key: `all:${tenantId}`, data: { tenantId }, runAt: deps.clock() }
  await enqueue(deps.jobs, tx, { queue: 'consent.withdraw', ...job })
  await leaveCampaigns(deps, tx, tenantId)
  await endAlertsOfTenant(deps, tx, tenantId, by)
  await invalidateChanged(deps, tx, { tenantId })
}
