import type { Card } from '../../cards/render.ts'

/** Gives the card that was drawn for this key, or draws it. */
export type DrawnCards = (key: string, draw: () => Card) => Card

/**
 * Keeps the cards drawn lately. Many people look at the same tenant, and their clients renew what they show by themselves. A
 * key must hold everything that a card is made of, and nobody may change a card that was given out.
 */
export function makeDrawnCards(limit = 200): DrawnCards {
  const kept = new Map<string, Card>()
  return (key, draw) => {
    const known = kept.get(key)
    if (known) return known
    const card = draw()
    kept.set(key, card)
    const [oldest] = kept.keys()
    if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
    return card
  }
}
