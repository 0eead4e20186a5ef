import { withTimes } from './format-time.ts'
import { jsonLength } from './json-length.ts'
import type { Card, Element } from './render.ts'
import { plain, unmarked } from './text.ts'

/**
 * Makes a complete card from a filled layout: schema, width, fallback text (one plain sentence for notifications and for
 * clients that cannot render the card), and what older clients need. `before` precedes the body; empty parts are removed.
 * `finished`: a list in the layout that `finishParts` made.
 */
export function frame(
  layout: Element,
  fallbackText: string,
  before: readonly Element[] = [],
  finished?: readonly Element[],
): Card {
  const body = finish([...before, ...((layout.body ?? []) as Element[])], finished) as Element[]
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
export const sizeAsSent = (part: unknown): number => sizeOfFinished(finish(part))

export const sizeOfFinished = (part: unknown): number => 2 * jsonLength(part)

/** Parts of a layout as `frame` sends them, for a card that weighs them first. */
export const finishParts = (parts: readonly Element[]): Element[] => finishList(parts) as Element[]

/** From the inside out: a container whose only text was empty is removed as well. */
function finish(value: unknown, finished?: unknown): unknown {
  if (typeof value !== 'object' || value === null || value === finished) return value
  if (Array.isArray(value)) return finishList(value, finished)
  const copy: Element = {}
  const isText = 'type' in value && value.type === 'TextBlock'
  for (const key in value) {
    const inner: unknown = value[key as keyof typeof value]
    if (typeof inner === 'string') copy[key] = isText && key === 'text' ? inner : withTimes(inner)
    else copy[key] = key === 'data' ? inner : finish(inner, finished)
  }
  if (copy.type === 'Action.Execute') copy.fallback = submitOf(copy)
  // A client that knows tables (1.5) knows Action.Execute (1.4), and the copies of fifty cells would fill the message.
  if (copy.type === 'TableCell' && copy.selectAction) copy.selectAction = withoutFallback(copy.selectAction)
  return copy
}

function finishList(values: readonly unknown[], finished?: unknown): unknown[] {
  const items: unknown[] = []
  for (const value of values) {
    const item = finish(value, finished)
    if (!isEmpty(item)) items.push(item)
  }
  return items
}

/** Clients with schema 1.2 have no Action.Execute. A Submit cannot replace the card; the bot updates the message instead. */
function submitOf(execute: Element): Element {
  const { title, verb, associatedInputs } = execute
  const data = { ...(execute.data as object), verb }
  return associatedInputs
    ? { type: 'Action.Submit', title, associatedInputs, data }
    : { type: 'Action.Submit', title, data }
}

function withoutFallback(action: object): Element {
  const { fallback: _, ...rest } = action as Element
  return rest
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { type, actions, items, columns, text } = value as Element
  if (type === 'TextBlock') return text === ''
  if (type === 'ActionSet') return isEmptyList(actions)
  if (type === 'Container' || type === 'Column') return isEmptyList(items)
  return type === 'ColumnSet' && isEmptyList(columns)
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0

function hasInput(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasInput)
  const { type } = value as Element
  if (typeof type === 'string' && type.startsWith('Input.')) return true
  for (const key in value) if (key !== 'data' && hasInput(value[key as keyof typeof value])) return true
  return false
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
