import type { Card, Element } from '../../cards/render.ts'
import { unmarked } from '../../cards/text.ts'

/** What a client can show: everything of Teams today, or only what every client has. */
export type Client = 'newest' | 'oldest'

/**
 * The card as a screen reader says it: one line for each thing that it stops at, in the order of the card; an action with its
 * title and tooltip, a row or cell that can be selected with everything in it.
 */
export function readAloud(card: Card, client: Client): string[] {
  const { body = [], actions = [] } = card as { body?: Element[]; actions?: Element[] }
  return [...body, ...actions].flatMap((piece) => linesOf(piece, client))
}

const textsOf = (...texts: readonly unknown[]): string[] =>
  texts.filter((text) => typeof text === 'string' && text !== '').map((text) => unmarked(String(text)))

function linesOf(piece: Element, client: Client): string[] {
  if (piece.fallback && client === 'oldest' && !piece.type?.startsWith('Action.'))
    return [piece.fallback].flat().flatMap((each) => linesOf(each as Element, client))
  const inner = ['items', 'columns', 'rows', 'cells', 'actions', 'inlineAction', 'facts'].flatMap((key) =>
    [piece[key] ?? []].flat().flatMap((each) => linesOf(each as Element, client)),
  )
  const select = piece.selectAction as Element | undefined
  if (select) return [[...inner, ...ownWords(select)].join('. ')]
  const own = ownWords(piece).join('. ')
  return own === '' ? inner : [own, ...inner]
}

function ownWords({ type, text, title, tooltip, label, altText, data, value, max }: Element): string[] {
  switch (type) {
    case 'TextBlock':
      return textsOf(text)
    case 'Image':
      return textsOf(altText)
    case 'ProgressBar':
      return [`${value} of ${max}`]
    case 'Chart.HorizontalBar.Stacked':
      return textsOf(title, ...legendsOf(data))
    default:
      return type?.startsWith('Input.') ? textsOf(label) : textsOf(title, tooltip)
  }
}

const legendsOf = (data: unknown): unknown[] =>
  (data as { title?: string; data?: { legend?: string; value?: number }[] }[]).flatMap((bar) =>
    (bar.data ?? []).map(({ legend, value }) => `${legend} ${value}`),
  )
