import { add } from '#platform/outbox/outbox-store.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Consent } from './consent.ts'

/** Updates every card that shows the progress of a consent. Before its own card has a message ID there is nothing to update. */
export async function refreshConsentCards(
  { react }: Pick<Deps, 'react'>,
  tx: Tx,
  { id, setId, conversationId, activityId }: Consent,
  dueAt: Date,
): Promise<void> {
  await react.consentMoved(tx, { id, setId, at: dueAt })
  if (!activityId) return
  // A person is waiting for the next step; there are only a few.
  await add(tx, { conversationId, activityId, subject: { kind: 'consent', id }, dueAt, urgent: true })
}
