import type { Card } from './render.ts'

const texts = new WeakMap<Card, string>()

/** The card as JSON, kept for whoever sends it next: what it is weighed by need not be written again. */
export function writeCard(card: Card): string {
  const text = texts.get(card) ?? JSON.stringify(card)
  texts.set(card, text)
  return text
}

/** The same for the last one who needs it. */
export function takeWritten(card: Card): string {
  const text = texts.get(card)
  texts.delete(card)
  return text ?? JSON.stringify(card)
}
