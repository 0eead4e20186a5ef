import type { Card, Element } from './render.ts'
import { en as words } from './words/en.ts'

const mark: Element = {
  type: 'TextBlock',
  text: words.byCatalog,
  isSubtle: true,
  size: 'Small',
  spacing: 'Medium',
  wrap: true,
}

/** The card with the remark that the catalog, and not the app registrations, says what is required. */
export const markByCatalog = (card: Card): Card => ({ ...card, body: [...(card.body as Element[]), mark] })
