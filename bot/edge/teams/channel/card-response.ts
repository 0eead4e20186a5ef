import type { Card } from '../../../../cards/render.ts'
import { takeWritten } from '../../../../cards/written-card.ts'

/** The last step before a card is sent. */
export type Finish = (card: Card) => Card

/** A body of JSON that is sent as it is. */
export class WrittenBody {
  readonly bytes: Buffer

  /** Parts of a JSON text: joining them would copy the card once more. */
  constructor(...parts: readonly string[]) {
    this.bytes = bytesOf(parts)
  }
}

/** More than three times the letters that fit into a message. */
const scratch = Buffer.allocUnsafeSlow(64 * 1_024)

/** Counting the bytes of a text takes as long as writing them, so it is written before there is a place for it. */
function bytesOf(parts: readonly string[]): Buffer {
  let length = 0
  for (const part of parts) {
    if (length + 3 * part.length > scratch.length) return Buffer.from(parts.join(''))
    length += scratch.write(part, length)
  }
  return Buffer.from(scratch.subarray(0, length))
}

/** A cached card is written once. */
const bodies = new WeakMap<Card, WrittenBody>()

/** The body of the response to a card action. */
export function cardResponse(card: Card, finish?: Finish): WrittenBody {
  const known = bodies.get(card)
  if (known) return known
  const type = 'application/vnd.microsoft.card.adaptive'
  const value = finish ? JSON.stringify(finish(card)) : takeWritten(card)
  const body = new WrittenBody(`{"statusCode":200,"type":"${type}","value":`, value, '}')
  bodies.set(card, body)
  return body
}
