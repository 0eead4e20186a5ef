import { refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { refreshCampaign } from '../campaigns/follow-campaign.ts'
import type { MovedConsent } from '../deps.ts'
import { findRequestOfConsent } from '../requests/requests-store.ts'
import { refreshRequest } from '../requests/show-requests.ts'

/** A link of a consent changed its phase: updates the cards of its campaign and of the request that released it. */
export async function consentMoved(tx: Tx, { id, setId, at }: MovedConsent): Promise<void> {
  if (setId) await refreshCampaign(tx, setId, at)
  const request = await findRequestOfConsent(tx, id)
  if (!request) return
  await refreshCards(tx, { kind: 'consent', id }, at, { urgent: true })
  await refreshRequest(tx, request.id, at)
}
