import type { Element } from '../render.ts'

export interface CompactRow {
  /** One icon; what it says stands in `text` as well. */
  icon: string
  /** Markdown, escaped. */
  text: string
  /** A second, subtle line. Markdown, escaped. */
  detail?: string
  /** What a click on the row does; it shows a mark at the end. */
  action?: Element
  id?: string
  separator?: boolean
  /** For what is only known from before. */
  isSmall?: boolean
}

/** One line, or two: icon, text, and a mark if the row opens something. */
export function compactRow(row: CompactRow): Element {
  const { icon, text, detail = '', action, id, separator, isSmall } = row
  const size = isSmall ? { size: 'Small' } : {}
  return {
    type: 'ColumnSet',
    ...(id ? { id } : {}),
    ...(separator === undefined ? {} : { separator }),
    spacing: isSmall ? 'None' : 'Small',
    ...(action ? { selectAction: action } : {}),
    columns: [
      { type: 'Column', width: '24px', items: [{ type: 'TextBlock', text: icon, ...size }] },
      {
        type: 'Column',
        width: 'stretch',
        spacing: 'Small',
        items: [
          { type: 'TextBlock', text, ...size, wrap: true },
          { type: 'TextBlock', text: detail, isSubtle: true, size: 'Small', spacing: 'None', wrap: true },
        ],
      },
      ...(action ? [markColumn([{ text: action.type === 'Action.ToggleVisibility' ? '▾' : '›' }])] : []),
    ],
  }
}

/**
 * A row that a click opens and closes, without asking the bot. `id` is unique on the card and the same whenever it is drawn
 * again. `title`: what a screen reader says of the click, plain.
 */
export function foldedParts(
  row: Omit<CompactRow, 'action' | 'id'> & { id: string; title: string },
  items: readonly Element[],
): Element[] {
  const { id, title, ...shown } = row
  const targetElements = [`${id}-items`, `${id}-down`, `${id}-up`]
  const closed = compactRow({ ...shown })
  return [
    {
      ...closed,
      selectAction: { type: 'Action.ToggleVisibility', title, targetElements },
      columns: [
        ...(closed.columns as Element[]),
        markColumn([
          { id: `${id}-down`, text: '▾' },
          { id: `${id}-up`, text: '▴', isVisible: false },
        ]),
      ],
    },
    { type: 'Container', id: `${id}-items`, isVisible: false, spacing: 'Small', items },
  ]
}

/** A button that shows more of a list, and the hidden part. `id` as for `foldedParts`; `title`: "Show 3 more". */
export function moreParts(id: string, title: string, items: readonly Element[]): Element[] {
  if (items.length === 0) return []
  const targetElements = [`${id}-items`, `${id}-more`]
  return [
    {
      type: 'ActionSet',
      id: `${id}-more`,
      spacing: 'Small',
      actions: [{ type: 'Action.ToggleVisibility', title, targetElements }],
    },
    { type: 'Container', id: `${id}-items`, isVisible: false, spacing: 'Small', items },
  ]
}

const markColumn = (marks: readonly Element[]): Element => ({
  type: 'Column',
  width: 'auto',
  verticalContentAlignment: 'Center',
  items: marks.map((mark) => ({ type: 'TextBlock', isSubtle: true, ...mark })),
})
