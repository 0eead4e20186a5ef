import type { Tx } from '#platform/storage/database.ts'
import { noteGrants } from '../access-events/note-access.ts'
import { endAlertsOfTenant } from '../alerts/update-alerts.ts'
import { leaveCampaigns } from '../campaigns/follow-campaign.ts'
import { endOpenLinks } from '../consent/withdraw-consent.ts'
import type { Deps, RemovedTenant } from '../deps.ts'
import { endExceptionsOfTenant } from '../exceptions/end-exception.ts'
import { startLeaving } from '../leaving/start-leaving.ts'
import { invalidateChanged } from '../requests/invalidate-requests.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'react'>

/**
 * A tenant was removed: tells other systems, ends all its links, that of the directory connection too, takes it out of campaigns, resolves its
 * alerts, ends its exceptions, invalidates the requests that name it, and begins to follow what stays in Entra. What stays is in
 * `docs/what-stays.md`.
 */
export async function tenantRemoved(deps: Needs, tx: Tx, removal: RemovedTenant): Promise<void> {
  const { tenantId, by, grants } = removal
  const left = grants.map(({ setId, memory }) => ({ tenantId, setId, blocked: memory.blocked }))
  noteGrants(deps, tx, left)
  // At once: a later job could end the links of a tenant that is added again meanwhile.
  await endOpenLinks(deps, tx, tenantId)
  await leaveCampaigns(deps, tx, tenantId)
  await endAlertsOfTenant(deps, tx, tenantId, by)
  await endExceptionsOfTenant(deps, tx, tenantId, by)
  await invalidateChanged(deps, tx, { tenantId })
  await startLeaving(deps, tx, removal)
}
