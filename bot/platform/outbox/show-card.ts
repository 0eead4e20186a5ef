import type { Tx } from '../storage/database.ts'
import { type Address, addressKey } from './address.ts'
import { add, type Subject } from './outbox-store.ts'
import { countUnseen, insertPostedCard, listPostedCards } from './posted-cards-store.ts'

/**
 * Puts the card of a subject at these addresses, where it does not stand yet, in the transaction of the change it tells
 * of. From then on {@link refreshCards} keeps it true.
 */
export async function postCardOnce(
  tx: Tx,
  { subject, addresses, dueAt }: { subject: Subject; addresses: readonly Address[]; dueAt: Date },
): Promise<void> {
  for (const address of addresses) {
    if (!(await insertPostedCard(tx, subject, address))) continue
    await add(tx, { conversationId: addressKey(address), activityId: null, subject, dueAt })
  }
}

/**
 * Shows every card of the subject anew, in the transaction of the change; a card that is not posted yet is made late
 * enough. `urgent`: a state that somebody waits for, an end for instance, does not wait for the pace of the cards.
 */
export async function refreshCards(
  tx: Tx,
  subject: Subject,
  dueAt: Date,
  { urgent = false }: { urgent?: boolean } = {},
): Promise<void> {
  await countUnseen(tx, subject)
  for (const { posted } of await listPostedCards(tx, subject)) {
    if (posted) await add(tx, { ...posted, subject, dueAt, urgent })
  }
}
