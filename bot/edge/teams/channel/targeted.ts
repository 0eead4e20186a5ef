import type { Card, Element } from '../../../../cards/render.ts'
import type { TeamsActivity } from './activity.ts'

/** The field of a button that says that its card is in a targeted message: Teams doesn't promise to say so about a click. */
export const targetedField = 'targeted'

/** The card with this field in each of its buttons. */
export const markTargeted = (card: Card): Card => marked(card) as Card

function marked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(marked)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, key === 'data' ? inner : marked(inner)])
  const copy = Object.fromEntries(entries) as Element
  const sends = copy.type === 'Action.Execute' || copy.type === 'Action.Submit'
  return sends ? { ...copy, data: { ...(copy.data as object | undefined), [targetedField]: true } } : copy
}

/** True for a line that was sent to the bot alone, and for a click on a card that one person alone sees. */
export const isTargetedActivity = ({ recipient, value }: TeamsActivity): boolean =>
  recipient.isTargeted === true || fieldOf(value) === true || fieldOf(value, 'action', 'data') === true

function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  let inner = value
  for (const key of [...path, targetedField]) {
    if (typeof inner !== 'object' || inner === null) return undefined
    inner = (inner as Readonly<Record<string, unknown>>)[key]
  }
  return inner
}
