import { OutsideError } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import { errorCard } from '../../../../cards/error.ts'
import { answeredPrivatelyCard } from '../../../../cards/passing.ts'
import { type Answer, toActor } from '../actions/answer.ts'
import type { HoldsOwnLink } from '../channel/own-links.ts'
import type { Sender } from '../channel/send.ts'
import type { Conversations } from '../conversations/conversations.ts'
import type { Place } from './incoming.ts'

export interface AnswerDelivery {
  sender: Sender
  conversations: Conversations
  clock: Clock
  log: Log
  holdsOwnLink: HoldsOwnLink
  /** Whether Teams can show a message in a shared conversation to one member alone. */
  targets: boolean
}

/**
 * Who sees an answer: everyone in the conversation, its member who asked, or this person in their own chat. A link that is
 * for one person is shown there and nowhere else, not even to its reader alone.
 */
export type Audience = 'everyone' | 'member' | 'ownChat'

export function audienceOf(
  { holdsOwnLink }: Pick<AnswerDelivery, 'holdsOwnLink'>,
  { audience, card }: Answer,
  { turn, isTargeted }: Place,
): Audience {
  if (turn.conversationKind === 'personal') return 'everyone'
  if (holdsOwnLink(card)) return 'ownChat'
  return audience === 'everyone' && !isTargeted ? 'everyone' : 'member'
}

/** Posts the answer to a typed line as a new card. */
export async function postAnswer(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const audience = audienceOf(delivery, answer, place)
  if (audience === 'member' && (await postTargeted(delivery, place, answer))) return
  if (audience !== 'everyone') return answerInOwnChat(delivery, place, answer)
  const { activityId } = await delivery.sender.post(place.reference, answer.card)
  await reportSent(delivery, answer, activityId, place.turn.conversationId)
}

/** Replaces the clicked card by the answer, where the response to the click could not carry it. See `keepCardId`. */
export async function replaceCard(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const { cardId } = place.turn
  if (!isOnCard(delivery, answer, place)) return postToPerson(delivery, place, answer)
  if (cardId === undefined) return postAnswer(delivery, place, answer)
  try {
    await delivery.sender.update(place.reference, cardId, answer.card)
  } catch (error) {
    // A targeted card is gone after a day.
    if (place.isTargeted && isRefusal(error)) return postToOwnChat(delivery, place, answer)
    // The old card was deleted: post a new one.
    if (!(error instanceof OutsideError) || error.facts.status !== 404) throw error
    await postAnswer(delivery, place, answer)
  }
}

/** True if exactly those who see the clicked card may see the answer. */
function isOnCard(delivery: Pick<AnswerDelivery, 'holdsOwnLink'>, answer: Answer, place: Place): boolean {
  const audience = audienceOf(delivery, answer, place)
  return audience === 'everyone' || (audience === 'member' && place.isTargeted)
}

/** After the response to a click: updates the card for others, or posts an answer to be updated, as a response can't be. */
export async function followClick(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const { cardId, conversationKind, trigger } = place.turn
  // Updating a shared card after an automatic refresh would make every client refresh again.
  if (trigger === 'refresh' || conversationKind === 'personal' || cardId === undefined) return
  const audience = audienceOf(delivery, answer, place)
  if (audience === 'everyone') await delivery.sender.update(place.reference, cardId, answer.card)
  else if (audience === 'ownChat' || (answer.sent && !place.isTargeted))
    await postToPerson(delivery, place, answer)
}

/** If the answer replaces the clicked card for everyone who sees it, its message ID is known before it is shown. */
export async function keepCardId(
  delivery: Pick<AnswerDelivery, 'log' | 'holdsOwnLink'>,
  place: Place,
  answer: Answer,
): Promise<void> {
  const { turn } = place
  const stays = turn.trigger === 'click' && isOnCard(delivery, answer, place)
  if (stays && turn.cardId !== undefined) await reportSent(delivery, answer, turn.cardId, turn.conversationId)
}

/** Passes the message ID to handlers that update the answer later. Their failure must not cost the person the answer. */
async function reportSent(
  { log }: Pick<AnswerDelivery, 'log'>,
  answer: Answer,
  activityId: string,
  conversationId: string,
): Promise<void> {
  try {
    await answer.sent?.(activityId, conversationId)
  } catch (error) {
    log.error({ error }, 'the message ID of an answer could not be stored')
  }
}

/** The answers by which Teams says that this message can't be sent to one member; any other failure isn't about that. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof OutsideError ? error.facts.status : undefined
  return status === 400 || status === 403 || status === 404
}

/** Posts where the person asked, so that they alone see it; false: Teams refused, and nothing was posted. */
async function postTargeted(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<boolean> {
  const { person, reference, turn } = place
  if (!delivery.targets || !person) return false
  try {
    const { activityId } = await delivery.sender.postTargeted(reference, person.accountId, answer.card)
    await reportSent(delivery, answer, activityId, turn.conversationId)
    return true
  } catch (error) {
    if (!isRefusal(error)) throw error
    delivery.log.info({ error, conversationId: turn.conversationId }, 'a targeted message was refused')
    return false
  }
}

async function answerInOwnChat(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const now = delivery.clock()
  try {
    await postToOwnChat(delivery, place, answer)
  } catch (error) {
    // The person has no chat with the bot and none can be opened: post the error where the command was typed.
    delivery.log.warn({ error }, 'a person could not be messaged')
    const facts = { service: 'teams' }
    return say(delivery, place, errorCard({ now, code: 'OUTSIDE_UNAVAILABLE', facts }))
  }
  const name = place.person?.name ?? ''
  try {
    await say(delivery, place, answeredPrivatelyCard({ now, name }))
  } catch (error) {
    // The answer has arrived; a redelivery of the line would post it again.
    delivery.log.warn({ error }, 'where an answer went could not be said')
  }
}

/** Where the person typed, a line that nobody minds to see: to the person alone if Teams can, and else only if all saw the question. */
async function say(delivery: AnswerDelivery, place: Place, card: Answer['card']): Promise<void> {
  if (await postTargeted(delivery, place, toActor(card))) return
  if (!place.isTargeted) await delivery.sender.post(place.reference, card)
}

/** A new message for the person alone: where they clicked, or in their own chat. */
async function postToPerson(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const isHere = audienceOf(delivery, answer, place) === 'member'
  if (isHere && (await postTargeted(delivery, place, answer))) return
  await postToOwnChat(delivery, place, answer)
}

async function postToOwnChat(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const { person, reference } = place
  if (!person) throw new OutsideError({ service: 'teams', code: 'NO_PERSON' })
  const personal = await delivery.conversations.getPersonal(person, {
    accountId: person.accountId,
    reference,
  })
  const { activityId } = await delivery.sender.post(personal.reference, answer.card)
  await reportSent(delivery, answer, activityId, personal.id)
}
