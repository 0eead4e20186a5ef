import type { Card } from '../../../cards/render.ts'
import type { LiveSubject } from './action.ts'
import type { Place } from './incoming.ts'
import type { LiveCards } from './live-cards.ts'
import type { ActionResult } from './run-action.ts'
import { type Delivery, followClick, isForOthersToo, replaceCard } from './show-answer.ts'

interface Needs {
  delivery: Delivery
  liveCards: Pick<LiveCards, 'render'>
  background: { run(work: Promise<unknown>, what: string): void }
}

/** The card that answers a click in time. Beside a live card, that is the live card itself; the answer follows below it. */
export async function showEarly(
  needs: Needs,
  place: Place,
  { answer, cardStays }: ActionResult,
): Promise<Card> {
  const { delivery, background } = needs
  if (!cardStays || !isForOthersToo(answer, place)) {
    background.run(followClick(delivery, place, answer), 'the card for the others')
    return answer.card
  }
  background.run(replaceCard(delivery, besideCard(place), answer), 'an answer beside its card')
  return (await renderLive(needs, place, cardStays)) ?? answer.card
}

/** Shows what became of a click that could not be answered at once; a live card becomes itself again. */
export async function showLate(
  needs: Needs,
  place: Place,
  { answer, cardStays }: ActionResult,
): Promise<void> {
  const { delivery } = needs
  if (!cardStays) return replaceCard(delivery, place, answer)
  await replaceCard(delivery, besideCard(place), answer)
  const card = await renderLive(needs, place, cardStays)
  if (card) await replaceCard(delivery, place, { audience: 'everyone', card })
}

/** Where a message of its own goes. */
function besideCard(place: Place): Place {
  const { cardId: _, ...turn } = place.turn
  return { ...place, turn }
}

/** Its next change shows the card anyway. */
async function renderLive(
  { delivery, liveCards }: Needs,
  { turn }: Place,
  live: LiveSubject,
): Promise<Card | undefined> {
  try {
    return await liveCards.render(live, turn)
  } catch (error) {
    delivery.log.warn({ error, kind: live.kind }, 'a live card could not be drawn for a click')
    return undefined
  }
}
