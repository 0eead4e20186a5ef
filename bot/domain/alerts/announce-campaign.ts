import type { Tx } from '#platform/storage/database.ts'
import { findOpenCampaign } from '../campaigns/campaigns-store.ts'
import { listWaitingTenants } from '../campaigns/members-store.ts'
import { campaignSubject } from '../campaigns/open-campaign.ts'
import type { Deps } from '../deps.ts'
import { severityOf } from './alert.ts'
import { postToSubscribers } from './post-to-subscribers.ts'

/**
 * Posts one card for a campaign to every conversation subscribed to one of its tenants, once all tenants are evaluated
 * against the new list.
 */
export async function announceCampaign(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Tx,
  setId: string,
): Promise<void> {
  const campaign = await findOpenCampaign(tx, setId)
  if (!campaign) return
  const tenantIds = (await listWaitingTenants(tx, campaign.id)).map(({ tenantId }) => tenantId)
  const subject = campaignSubject(campaign)
  await postToSubscribers(deps, tx, { subject, setId, tenantIds, severity: severityOf.permissionsNew })
}
