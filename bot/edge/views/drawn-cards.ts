import type { Card } from '../../../cards/render.ts'

/** The cards drawn lately, each under a key that holds everything it is made of. Nobody may change one that was given out. */
export interface DrawnCards {
  find(key: string): Card | undefined
  keep(key: string, card: Card): void
}

/** Many people look at the same tenant, and their clients renew what they show by themselves. */
export function makeDrawnCards(limit = 200): DrawnCards {
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
