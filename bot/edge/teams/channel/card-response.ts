import type { Card } from '../../../../cards/render.ts'

/** The last step before a card is sent. */
export type Finish = (card: Card) => Card

/** A body of JSON that is sent as it is. */
export class WrittenBody {
  readonly bytes: Buffer

  constructor(value: object) {
    this.bytes = Buffer.from(JSON.stringify(value))
  }
}

/** A cached card is written once. */
const bodies = new WeakMap<Card, WrittenBody>()

/** The body of the response to a card action. */
export function cardResponse(card: Card, finish: Finish = (same) => same): WrittenBody {
  const known = bodies.get(card)
  if (known) return known
  const type = 'application/vnd.microsoft.card.adaptive'
  const body = new WrittenBody({ statusCode: 200, type, value: finish(card) })
  bodies.set(card, body)
  return body
}
