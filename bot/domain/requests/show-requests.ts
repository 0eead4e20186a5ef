import type { Person } from '#platform/base/person.ts'
import { postCardOnce, refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'

/** Cards of one request. All but `request` repeat it in a new message, because Teams does not notify of an update. */
const requestCardKinds = ['request', 'requestReminder', 'requestHandover', 'requestResult'] as const

/** Updates every card of a request, urgently: people wait for it. */
export async function refreshRequest(tx: Tx, id: string, dueAt: Date): Promise<void> {
  for (const kind of requestCardKinds) await refreshCards(tx, { kind, id }, dueAt, { urgent: true })
}

/** Those whose decision is waited for: approvers, and the conversations where the request is posted. */
export interface Deciders {
  approvers: readonly Person[]
  places: readonly string[]
}

/** Posts a card of a request in the personal chats of the approvers and in the conversations for requests. */
export async function postToApprovers(
  tx: Tx,
  subject: { kind: string; id: string },
  { approvers, places }: Deciders,
  dueAt: Date,
): Promise<void> {
  const shared = places.map((conversationId) => ({ conversationId }))
  await postCardOnce(tx, { subject, addresses: [...approvers.map(ownChat), ...shared], dueAt })
}

/** Address of a person's personal chat with the bot. */
export const ownChat = ({ tenantId, objectId }: Pick<Person, 'tenantId' | 'objectId'>) => ({
  person: { tenantId, objectId },
})
