import type { Card, Element } from './render.ts'

export interface Framed {
  /** One plain sentence for notifications, screen readers and clients that cannot draw the card. */
  fallbackText: string
  body: readonly Element[]
  /** The action bar. */
  actions?: readonly Element[]
}

/** Makes a whole card of its parts: schema, width, fallback text, and a fallback for every action that clients of 1.2 do not know. */
export function frame({ fallbackText, body, actions = [] }: Framed): Card {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText,
    msteams: { width: 'Full' },
    body: withFallbacks(body.filter((element) => !isEmpty(element))),
    ...(actions.length > 0 ? { actions: withFallbacks(actions) } : {}),
  }
}

function withFallbacks(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isEmpty(item)).map(withFallbacks)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === 'data' ? inner : withFallbacks(inner),
  ])
  const copy = Object.fromEntries(entries) as Element
  return copy.type === 'Action.Execute' ? { ...copy, fallback: submitOf(copy) } : copy
}

/** An Action.Submit cannot replace the card; the bot then updates the message instead. */
function submitOf(execute: Element): Element {
  return {
    type: 'Action.Submit',
    title: execute.title,
    data: { ...(execute.data as object), verb: execute.verb },
  }
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false
  const element = value as Element
  if (element.type === 'ActionSet') return Array.isArray(element.actions) && element.actions.length === 0
  if (element.type === 'TextBlock') return element.text === ''
  if (element.type === 'Container') return Array.isArray(element.items) && element.items.length === 0
  return false
}
