import type { Person } from '#platform/base/person.ts'
import { refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'

/**
 * The cards of one request: `request` where it is decided and asked for, the others are the same card once more, posted
 * because an update makes no sound.
 */
const requestCardKinds = ['request', 'requestReminder', 'requestHandover', 'requestResult'] as const

/** Lets every card of a request show what is so now; people wait for each of its steps. */
export async function refreshRequest(tx: Tx, id: string, dueAt: Date): Promise<void> {
  for (const kind of requestCardKinds) await refreshCards(tx, { kind, id }, dueAt, { urgent: true })
}

/** A person's own chat with the bot. */
export const ownChat = ({ tenantId, objectId }: Pick<Person, 'tenantId' | 'objectId'>) => ({
  person: { tenantId, objectId },
})
