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

/** What only one person may see never goes into a conversation that others read. */
export const isForOthersToo = (answer: Answer, { turn }: Place): boolean =>
  answer.audience === 'everyone' || turn.conversationKind === 'personal'

/** The answer to a typed line: a new card, here or, if it is not for everybody, in the person's own chat. */
export async function postAnswer(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  if (!isForOthersToo(answer, place)) return answerPrivately(delivery, place, answer)
  const { activityId } = await delivery.sender.post(place.reference, answer.card)
  await tellSent(delivery, answer, activityId, place.turn.conversationId)
}

/** The answer instead of the card that was clicked, where the click itself could not carry it back. See `keepCardId`. */
export async function replaceCard(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const { cardId } = place.turn
  if (!isForOthersToo(answer, place)) return postToPerson(delivery, place, answer)
  if (cardId === undefined) return postAnswer(delivery, place, answer)
  try {
    await delivery.sender.update(place.reference, cardId, answer.card)
  } catch (error) {
    // The old card is gone: a new one says the same.
    if (!(error instanceof OutsideError) || error.facts.status !== 404) throw error
    await postAnswer(delivery, place, answer)
  }
}

/**
 * After a click has been answered with the card itself: shows it to the others too, or gives an answer that will be
 * followed up a place of its own, since nobody can update what only one person was shown.
 */
export async function followClick(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const { cardId, conversationKind, trigger } = place.turn
  // Writing a shared card in answer to an automatic refresh would make every client refresh again.
  if (trigger === 'refresh' || conversationKind === 'personal' || cardId === undefined) return
  if (answer.audience === 'everyone') await delivery.sender.update(place.reference, cardId, answer.card)
  else if (answer.sent) await postToPerson(delivery, place, answer)
}

/** If the clicked card itself becomes the answer for all who see it, its id is the answer's id: known before it is shown. */
export async function keepCardId(
  delivery: Pick<AnswerDelivery, 'log'>,
  place: Place,
  answer: Answer,
): Promise<void> {
  const { turn } = place
  const stays = turn.trigger === 'click' && isForOthersToo(answer, place)
  if (stays && turn.cardId !== undefined) await tellSent(delivery, answer, turn.cardId, turn.conversationId)
}

/** Handlers that follow up learn the message id. Their failure must not take the answer from the person. */
async function tellSent(
  { log }: Pick<AnswerDelivery, 'log'>,
  answer: Answer,
  activityId: string,
  conversationId: string,
): Promise<void> {
  try {
    await answer.sent?.(activityId, conversationId)
  } catch (error) {
    log.error({ error }, 'the message id of an answer could not be kept')
  }
}

async function answerPrivately(delivery: AnswerDelivery, place: Place, answer: Answer): Promise<void> {
  const now = delivery.clock()
  try {
    await postToPerson(delivery, place, answer)
  } catch (error) {
    // The person has no chat with the bot and none can be opened: say so where the question was asked.
    delivery.log.warn({ error }, 'a person could not be written to')
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
  await tellSent(delivery, answer, activityId, personal.id)
}
