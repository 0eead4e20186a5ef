import { tellCampaign } from '../campaigns/follow-campaign.ts'
import type { Tx } from '../jobs/jobs.ts'
import { add } from '../outbox/outbox-store.ts'
import type { Consent } from './consent.ts'

/** Lets the card of a consent, and that of its campaign, show what is so now. Before the card has a message id there is nothing to update. */
export async function tellCard(tx: Tx, consent: Consent, dueAt: Date): Promise<void> {
  if (consent.setId) await tellCampaign(tx, consent.setId, dueAt)
  if (!consent.activityId) return
  await add(tx, {
    conversationId: consent.conversationId,
    activityId: consent.activityId,
    subject: { kind: 'consent', id: consent.id },
    dueAt,
  })
}
