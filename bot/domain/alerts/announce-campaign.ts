import { addressFromKey } from '#platform/outbox/address.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { findOpenCampaign } from '../campaigns/campaigns-store.ts'
import { listWaitingTenants } from '../campaigns/members-store.ts'
import { campaignSubject } from '../campaigns/open-campaign.ts'
import type { Deps } from '../deps.ts'
import { severityOf } from './alert.ts'
import { quietUntil } from './quiet-hours.ts'
import { deliverAt } from './route-alert.ts'
import { findPlaceRules, listAddressesOfSet } from './subscriptions-store.ts'

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
  const now = deps.clock()
  const subject = campaignSubject(campaign)
  for (const key of await listAddressesOfSet(tx, { setId, tenantIds, severity: severityOf.permissionsNew })) {
    const dueAt = quietUntil((await findPlaceRules(tx, key))?.quiet, now) ?? now
    await postCardOnce(tx, { subject, addresses: [addressFromKey(key)], dueAt })
    // Like every posting, it may cut the subscriptions; the card itself is drawn for what is left.
    await deliverAt(deps, tx, key, now)
  }
}
