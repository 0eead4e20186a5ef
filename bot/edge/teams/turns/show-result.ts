import { answeredPrivatelyCard } from '../../../../cards/passing.ts'
import type { Card } from '../../../../cards/render.ts'
import type { FollowedSubject } from '../actions/action.ts'
import type { FollowedCards } from '../actions/followed-cards.ts'
import type { ActionResult } from './action-run.ts'
import type { Place } from './incoming.ts'
import { type AnswerDelivery, audienceOf, followClick, replaceCard } from './show-answer.ts'

interface Needs {
  delivery: AnswerDelivery
  followedCards: Pick<FollowedCards, 'render'>
  background: { run(work: Promise<unknown>, what: string): void }
}

/** Returns the card for the response to a click. For a followed card that stays, it is that card; the answer is posted below. */
export async function showEarly(
  needs: Needs,
  place: Place,
  { answer, cardStays }: ActionResult,
): Promise<Card> {
  const { delivery, background } = needs
  const audience = audienceOf(delivery, answer, place)
  if (!cardStays || audience !== 'everyone') {
    background.run(followClick(delivery, place, answer), 'the card for the others')
    const { person } = place
    return audience === 'ownChat'
      ? answeredPrivatelyCard({ now: delivery.clock(), name: person?.name ?? '' })
      : answer.card
  }
  background.run(replaceCard(delivery, besideCard(place), answer), 'an answer beside its card')
  return (await renderFollowed(needs, place, cardStays)) ?? answer.card
}

/** Shows the result of a click that could not be answered in time. A followed card that stays is restored. */
export async function showLate(
  needs: Needs,
  place: Place,
  { answer, cardStays }: ActionResult,
): Promise<void> {
  const { delivery } = needs
  if (!cardStays) return replaceCard(delivery, place, answer)
  await replaceCard(delivery, besideCard(place), answer)
  const card = await renderFollowed(needs, place, cardStays)
  if (card) await replaceCard(delivery, place, { audience: 'everyone', card })
}

/** The place of a new message. */
function besideCard(place: Place): Place {
  const { cardId: _, ...turn } = place.turn
  return { ...place, turn }
}

/** A failure is only logged: the next change of the subject updates the card anyway. */
async function renderFollowed(
  { delivery, followedCards }: Needs,
  { turn }: Place,
  followed: FollowedSubject,
): Promise<Card | undefined> {
  try {
    return await followedCards.render(followed, turn)
  } catch (error) {
    delivery.log.warn({ error, kind: followed.kind }, 'a followed card could not be rendered for a click')
    return undefined
  }
}
