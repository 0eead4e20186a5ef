import { OutsideError } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import { errorCard } from '../../../../cards/error.ts'
import { answeredPrivatelyCard } from '../../../../cards/passing.ts'
import type { Answer } from '../actions/answer.ts'
import type { Sender } from '../channel/send.ts'
import type { Conversations } from '../conversations/conversations.ts'
import type { Place } from './incoming.ts'

export interface AnswerDelivery {
  sender: Sender
  conversations: Conversations
  clock: Clock
  log: Log
}

/** True if the answer may be shown in this conversation: an answer for one person is never posted where others read it. */
export const isForOthersToo = (answer: Answer, { turn }: Place): boolean =>
  answer.audience === 'everyone' || turn.conversationKind === 'personal'

/** Posts the answer to a typed line as a new card: here or, if it is for one person, in their personal chat. */
export async function postAnswer(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  if (!isForOthersToo(answer, place)) return answerPrivately(delivery, place, answer)
  const { activityId } = await delivery.sender.post(place.reference, answer.card)
  await reportSent(delivery, answer, activityId, place.turn.conversationId)
}

/** Replaces the clicked card by the answer, where the response to the click could not carry it. See `keepCardId`. */
export async function replaceCard(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const { cardId } = place.turn
  if (!isForOthersToo(answer, place)) return postToPerson(delivery, place, answer)
  if (cardId === undefined) return postAnswer(delivery, place, answer)
  try {
    await delivery.sender.update(place.reference, cardId, answer.card)
  } catch (error) {
    // The old card was deleted: post a new one.
    if (!(error instanceof OutsideError) || error.facts.status !== 404) throw error
    await postAnswer(delivery, place, answer)
  }
}

/** After the response to a click: updates the card for others, or posts an answer to be updated, as a response can't be. */
export async function followClick(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const { cardId, conversationKind, trigger } = place.turn
  // Updating a shared card after an automatic refresh would make every client refresh again.
  if (trigger === 'refresh' || conversationKind === 'personal' || cardId === undefined) return
  if (answer.audience === 'everyone') await delivery.sender.update(place.reference, cardId, answer.card)
  else if (answer.sent) await postToPerson(delivery, place, answer)
}

/** If the answer replaces the clicked card for everyone, its message ID is known before it is shown. */
export async function keepCardId(
  delivery: Pick<AnswerDelivery, 'log'>,
  place: Place,
  answer: Answer,
): Promise<void> {
  const { turn } = place
  const stays = turn.trigger === 'click' && isForOthersToo(answer, place)
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

async function answerPrivately(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const now = delivery.clock()
  try {
    await postToPerson(delivery, place, answer)
  } catch (error) {
    // The person has no chat with the bot and none can be opened: post the error where the command was typed.
    delivery.log.warn({ error }, 'a person could not be messaged')
    const facts = { service: 'teams' }
    await delivery.sender.post(place.reference, errorCard({ now, code: 'OUTSIDE_UNAVAILABLE', facts }))
    return
  }
  const name = place.person?.name ?? ''
  await delivery.sender.post(place.reference, answeredPrivatelyCard({ now, name }))
}

async function postToPerson(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const { person, reference } = place
  if (!person) throw new OutsideError({ service: 'teams', code: 'NO_PERSON' })
  const personal = await delivery.conversations.getPersonal(person, {
    accountId: person.accountId,
    reference,
  })
  const { activityId } = await delivery.sender.post(personal.reference, answer.card)
  await reportSent(delivery, answer, activityId, personal.id)
}
