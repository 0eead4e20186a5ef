import type { Card } from '../../../../cards/render.ts'
import { takeWritten } from '../../../../cards/written-card.ts'

/** The last step before a card is sent. */
export type Finish = (card: Card) => Card

/** A body of JSON that is sent as it is. */
export class WrittenBody {
  readonly bytes: Buffer

  constructor(json: string) {
    this.bytes = bytesOf(json)
  }
}

/** More than three times the letters that fit into a message. */
const scratch = Buffer.allocUnsafeSlow(64 * 1_024)

/** Counting the bytes of a text takes as long as writing them, so it is written before there is a place for it. */
const bytesOf = (text: string): Buffer =>
  3 * text.length > scratch.length ? Buffer.from(text) : Buffer.from(scratch.subarray(0, scratch.write(text)))

/** A cached card is written once. */
const bodies = new WeakMap<Card, WrittenBody>()

/** The body of the response to a card action. */
export function cardResponse(card: Card, finish?: Finish): WrittenBody {
  const known = bodies.get(card)
  if (known) return known
  const type = 'application/vnd.microsoft.card.adaptive'
  const value = finish ? JSON.stringify(finish(card)) : takeWritten(card)
  const body = new WrittenBody(`{"statusCode":200,"type":"${type}","value":${value}}`)
  bodies.set(card, body)
  return body
}
