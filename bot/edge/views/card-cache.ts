import type { Card } from '../../../cards/render.ts'

/** Recently rendered cards, each under a key that covers everything it is made of. A returned card must not be modified. */
export interface CardCache {
  find(key: string): Card | undefined
  keep(key: string, card: Card): void
}

/** Worth it because many people open the same tenant, and their clients refresh the card by themselves. */
export function makeCardCache(limit = 200): CardCache {
  const kept = new Map<string, Card>()
  return {
    find: (key) => kept.get(key),
    keep: (key, card) => {
      kept.set(key, card)
      const [oldest] = kept.keys()
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
    },
  }
}
