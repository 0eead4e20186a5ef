import type { Tx } from '../storage/database.ts'
import { type Address, addressKey } from './address.ts'
import { add, type Subject } from './outbox-store.ts'
import {
  countUnseen,
  insertPostedCard,
  listPostedCards,
  type PostedMessage,
  setPostedMessage,
} from './posted-cards-store.ts'

/** Posts the card of a subject at the addresses that don't have it yet, in the transaction of the change it shows. */
export async function postCardOnce(
  tx: Tx,
  { subject, addresses, dueAt }: { subject: Subject; addresses: readonly Address[]; dueAt: Date },
): Promise<void> {
  for (const address of addresses) {
    if (!(await insertPostedCard(tx, subject, address))) continue
    await add(tx, { conversationId: addressKey(address), activityId: null, subject, dueAt })
  }
}

/** The card of a subject at one address: the clicked message, whose answer shows it, or a new one. */
export async function placeCard(
  tx: Tx,
  {
    subject,
    address,
    card,
    dueAt,
  }: { subject: Subject; address: Address; card?: PostedMessage | undefined; dueAt: Date },
): Promise<void> {
  if (!card) return postCardOnce(tx, { subject, addresses: [address], dueAt })
  if (await insertPostedCard(tx, subject, address)) await setPostedMessage(tx, subject, address, card)
}

/** Updates every posted card of the subject, in the transaction of the change. `urgent` ignores the card throttle. */
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
