import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import type { Card } from '../../../cards/render.ts'

/** Recently rendered cards; the key covers everything a card depends on. A returned card must not be modified. */
export interface CardCache {
  find(key: string): Card | undefined
  keep(key: string, card: Card): void
}

/** Worth it because many people open the same tenant, and their clients refresh the card by themselves. */
export function makeCardCache(limit = 200): CardCache {
  const kept = makeBoundedMap<Card>(limit)
  return {
    // Keys contain the minute, so the oldest cards are outdated, however often they were used.
    find: (key) => kept.peek(key),
    keep: (key, card) => void kept.set(key, card),
  }
}
