import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import type { Card } from '../../../cards/render.ts'

/** The cards drawn lately, each under a key that holds everything it is made of. Nobody may change one that was given out. */
export interface DrawnCards {
  find(key: string): Card | undefined
  keep(key: string, card: Card): void
}

/** Many people look at the same tenant, and their clients renew what they show by themselves. */
export function makeDrawnCards(limit = 200): DrawnCards {
  const kept = makeBoundedMap<Card>(limit)
  return {
    // Keys hold the minute: the oldest cards are out of date, however often they were asked for.
    find: (key) => kept.peek(key),
    keep: (key, card) => void kept.set(key, card),
  }
}
