import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import type { Card } from '../../../cards/render.ts'

/** A card that was rendered, and what it was rendered from. */
interface KeptCard {
  card: Card
  /** Everything stored that the card shows, as versions. */
  state: () => string
  /** Of the whole database, at a moment when this was its state. */
  dataVersion: number | undefined
}

/** Recently rendered cards; the key covers what a card depends on apart from what is stored. A returned card must not be modified. */
export interface CardCache {
  find(key: string): KeptCard | undefined
  keep(key: string, kept: KeptCard): void
}

/** Worth it because many people open the same tenant, and their clients refresh the card by themselves. */
export function makeCardCache(limit = 200): CardCache {
  const kept = makeBoundedMap<KeptCard>(limit)
  return {
    // Keys contain the minute, so the oldest cards are outdated, however often they were used.
    find: (key) => kept.peek(key),
    keep: (key, card) => void kept.set(key, card),
  }
}
