import type { Card } from '../../../../cards/render.ts'

/** The last step before a card is sent. */
export type Finish = (card: Card) => Card

/** A cached card has one response body, so that it is serialized once. */
const bodies = new WeakMap<Card, object>()

/** The body of the response to a card action. */
export function cardResponse(card: Card, finish: Finish = (same) => same): object {
  const type = 'application/vnd.microsoft.card.adaptive'
  const body = bodies.get(card) ?? { statusCode: 200, type, value: finish(card) }
  bodies.set(card, body)
  return body
}
