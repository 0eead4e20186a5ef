import { withTimes } from './format-time.ts'
import type { Card, Element } from './render.ts'
import { plain, unmarked } from './text.ts'

/**
 * Makes a complete card from a filled layout: schema, width, fallback text (one plain sentence for notifications and for
 * clients that cannot render the card), and what older clients need. `before` precedes the body; empty parts are removed.
 */
export function frame(layout: Element, fallbackText: string, before: readonly Element[] = []): Card {
  const body = finish([...before, ...((layout.body ?? []) as Element[])]) as Element[]
  const actions = finish(layout.actions ?? []) as Element[]
  const quiet = hasInput(body)
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: plain(unmarked(withTimes(fallbackText)), 300),
    msteams: { width: 'full' },
    body: quiet ? withoutInputs(body) : body,
    ...(actions.length > 0 ? { actions: quiet ? withoutInputs(actions) : actions } : {}),
  }
}

/** Size in bytes of part of a filled layout in a message, UTF-16, including what `frame` adds. */
export const sizeAsSent = (part: unknown): number => 2 * JSON.stringify(finish(part)).length

/** From the inside out: a container whose only text was empty is removed as well. */
function finish(value: unknown): unknown {
  if (Array.isArray(value)) return finishList(value)
  if (typeof value !== 'object' || value === null) return value
  const copy: Element = {}
  const isText = 'type' in value && value.type === 'TextBlock'
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string') copy[key] = isText && key === 'text' ? inner : withTimes(inner)
    else copy[key] = key === 'data' ? inner : finish(inner)
  }
  if (copy.type === 'Action.Execute') copy.fallback = submitOf(copy)
  // A client that knows tables (1.5) knows Action.Execute (1.4), and the copies of fifty cells would fill the message.
  if (copy.type === 'TableCell' && copy.selectAction) copy.selectAction = withoutFallback(copy.selectAction)
  return copy
}

function finishList(values: readonly unknown[]): unknown[] {
  const finished: unknown[] = []
  for (const value of values) {
    const item = finish(value)
    if (!isEmpty(item)) finished.push(item)
  }
  return finished
}

/** Clients with schema 1.2 have no Action.Execute. A Submit cannot replace the card; the bot updates the message instead. */
function submitOf(execute: Element): Element {
  const { title, verb, data, associatedInputs } = execute
  const inputs = associatedInputs ? { associatedInputs } : {}
  return { type: 'Action.Submit', title, ...inputs, data: { ...(data as object), verb } }
}

function withoutFallback(action: object): Element {
  const { fallback: _, ...rest } = action as Element
  return rest
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false
  const { type, actions, items, columns, text } = value as Element
  if (type === 'ActionSet') return Array.isArray(actions) && actions.length === 0
  if (type === 'Container' || type === 'Column') return Array.isArray(items) && items.length === 0
  if (type === 'ColumnSet') return Array.isArray(columns) && columns.length === 0
  return type === 'TextBlock' && text === ''
}

function hasInput(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasInput)
  const { type } = value as Element
  if (typeof type === 'string' && type.startsWith('Input.')) return true
  return Object.entries(value).some(([key, inner]) => key !== 'data' && hasInput(inner))
}

/** On a card with inputs, every action would send them; only actions with `associatedInputs` should. */
function withoutInputs<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutInputs) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === 'data' ? inner : withoutInputs(inner),
  ])
  const copy = Object.fromEntries(entries) as Element
  const acts = copy.type === 'Action.Execute' || copy.type === 'Action.Submit'
  return (acts && !copy.associatedInputs ? { ...copy, associatedInputs: 'none' } : copy) as T
}
