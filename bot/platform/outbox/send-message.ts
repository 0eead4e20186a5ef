import { inSpan } from '../base/trace.ts'
import { type Address, addressFromKey } from './address.ts'
import { openConversation, requeue } from './dead-letters-store.ts'
import type { DueMessage } from './due-store.ts'
import { failMessage } from './fail-message.ts'
import { LeaderLeaseLost } from './leader-lease.ts'
import { add, endDelivered, type OutboxMessage } from './outbox-store.ts'
import {
  findPostedCard,
  findPostedCardOfMessage,
  type PostedMessage,
  setPostedMessage,
} from './posted-cards-store.ts'
import type { Sending } from './sending.ts'

/** The key of a card in the card throttle. */
export const cardOf = (conversationId: string, activityId: string): string =>
  `${conversationId} ${activityId}`

/**
 * Renders and sends the message, then deletes or postpones it. It stays unchanged if another instance leads now.
 * @throws if the outcome could not be written; the message stays due
 */
export async function sendMessage<C>(sending: Sending<C>, message: DueMessage): Promise<void> {
  const { conversationId, subject } = message
  try {
    await deliver(sending, message)
  } catch (error) {
    if (!(error instanceof LeaderLeaseLost)) throw error
    sending.log.warn({ conversationId, subject }, 'a message is left to the instance that sends now')
  }
}

async function deliver<C>(sending: Sending<C>, message: DueMessage): Promise<void> {
  const { write, clock, sendLimits, log, step, onSent } = sending
  let shown: Shown
  try {
    step?.('message.taken')
    shown = await inSpan(`message ${message.subject.kind}`, 'client', {}, () => show(sending, message))
    step?.('message.sent')
  } catch (error) {
    if (error instanceof LeaderLeaseLost) throw error
    const outcome = await failMessage(sending, message, error)
    onSent?.(outcome)
    return
  }
  if (shown.at && sendLimits.accept(message.route.conversation))
    log.warn({}, 'the channel accepts messages again')
  if (shown.at) sendLimits.noteShown(cardOf(shown.at.conversationId, shown.at.activityId), clock())
  if (shown.at && message.doubt) await reopen(sending, message, shown.at)
  if (shown.at && shown.isNew) await keepPosted(sending, message, shown)
  // A transaction, so that concurrent ones share a group commit.
  else await write((tx) => endDelivered(tx, message))
  onSent?.(shown.at ? 'sent' : 'dropped')
  step?.('message.ended')
}

/** The conversation accepted a message after all: what waited for it is due now. */
async function reopen<C>(
  { write, clock, log }: Sending<C>,
  { conversationId: key, route, doubt }: DueMessage,
  { conversationId }: PostedMessage,
): Promise<void> {
  await write(async (tx) => {
    await openConversation(tx, conversationId)
    await requeue(tx, [key, ...route.orderingKeys], clock())
  })
  log.warn({ conversationId, reason: doubt?.reason }, 'a conversation accepts messages again')
}

interface Shown {
  /** Absent: there was nothing to show anymore. */
  at?: PostedMessage
  isNew: boolean
  /** Changes counted before rendering, and the card's address; absent for a card that isn't followed. */
  unseen?: number
  placed?: Address
}

async function show<C>(sending: Sending<C>, message: OutboxMessage): Promise<Shown> {
  const { chat, render, database, leaderLease } = sending
  const { conversationId, activityId, subject } = message
  const address = addressFromKey(conversationId)
  const postedCard =
    activityId === null
      ? await findPostedCard(database.db, subject, address)
      : await findPostedCardOfMessage(database.db, subject, { conversationId, activityId })
  const card = await render(subject, postedCard?.address ?? address)
  const isNew = activityId === null
  if (card === undefined) return { isNew }
  // The process may have slept since it took the message.
  if (!leaderLease.isHeld) throw new LeaderLeaseLost()
  if (!isNew) {
    await chat.update(conversationId, activityId, card)
    return { at: { conversationId, activityId }, isNew }
  }
  const at =
    'person' in address
      ? await chat.postToPerson({ ...address.person, name: '' }, card)
      : { conversationId, ...(await chat.post(conversationId, card)) }
  return { at, isNew, ...(postedCard && { unseen: postedCard.unseen, placed: postedCard.address }) }
}

/** Deletes the message and stores the ID of the new card; changes in flight are added as an update. */
async function keepPosted<C>(
  { write, clock }: Sending<C>,
  message: OutboxMessage,
  { at, unseen, placed }: Shown,
): Promise<void> {
  const { subject } = message
  await write(async (tx) => {
    await endDelivered(tx, message)
    if (!placed || !at) return
    await setPostedMessage(tx, subject, placed, at)
    const now = await findPostedCard(tx, subject, placed)
    if (now && now.unseen !== unseen) await add(tx, { ...at, subject, dueAt: clock() })
  })
}
