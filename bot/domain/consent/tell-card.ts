import { add } from '#platform/outbox/outbox-store.ts'
import { refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { tellCampaign } from '../campaigns/follow-campaign.ts'
import { findRequestOfConsent } from '../requests/requests-store.ts'
import { refreshRequest } from '../requests/show-requests.ts'
import type { Consent } from './consent.ts'

/** Lets the card of a consent, that of its campaign and those of the request behind it show what is so now. Before a card has a message id there is nothing to update. */
export async function tellCard(tx: Tx, consent: Consent, dueAt: Date): Promise<void> {
  if (consent.setId) await tellCampaign(tx, consent.setId, dueAt)
  const request = await findRequestOfConsent(tx, consent.id)
  if (request) {
    await refreshCards(tx, { kind: 'consent', id: consent.id }, dueAt, { urgent: true })
    await refreshRequest(tx, request.id, dueAt)
  }
  if (!consent.activityId) return
  await add(tx, {
    conversationId: consent.conversationId,
    activityId: consent.activityId,
    subject: { kind: 'consent', id: consent.id },
    dueAt,
    // Somebody sits before it and waits for the next step; there are only a few.
    urgent: true,
  })
}
