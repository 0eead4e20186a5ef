import type { Element } from '../render.ts'

/** A cell that opens something. The title of its action says the icon in words; row and column say of what. */
interface IconCell {
  icon: string
  action: Element
}

export interface StatusTableRow {
  /** Markdown, escaped: one line, or two. */
  name: string
  detail: string
  open?: Element
  cells: readonly IconCell[]
}

/**
 * Names down, numbered columns of icons across. Every cell opens what it stands for. Older clients show the same icons
 * as text: the actions of cells have no copy for them, because whoever draws a table knows them.
 */
export function statusTable(
  head: string,
  columns: readonly string[],
  rows: readonly StatusTableRow[],
): Element {
  return {
    type: 'Table',
    firstRowAsHeaders: true,
    showGridLines: false,
    verticalCellContentAlignment: 'Center',
    columns: [{ width: 4 }, ...columns.map(() => ({ width: 1, horizontalCellContentAlignment: 'Center' }))],
    rows: [
      rowOf([head, ...columns].map((text) => ({ type: 'TableCell', items: [headText(text)] }))),
      ...rows.map(({ name, detail, open, cells }) =>
        rowOf([
          { type: 'TableCell', ...(open ? { selectAction: open } : {}), items: nameItems(name, detail) },
          ...cells.map(({ icon, action }) => ({
            type: 'TableCell',
            selectAction: action,
            items: [{ type: 'TextBlock', text: icon }],
          })),
        ]),
      ),
    ],
    fallback: { type: 'Container', items: rows.map(olderRow) },
  }
}

const rowOf = (cells: readonly Element[]): Element => ({ type: 'TableRow', cells })

const headText = (text: string): Element => ({ type: 'TextBlock', text, weight: 'Bolder', wrap: true })

const nameItems = (name: string, detail: string): Element[] => [
  { type: 'TextBlock', text: name, wrap: true },
  { type: 'TextBlock', text: detail, isSubtle: true, size: 'Small', spacing: 'None', wrap: true },
]

const olderRow = ({ name, detail, cells }: StatusTableRow): Element => ({
  type: 'TextBlock',
  text: `${cells.map(({ icon }) => icon).join('')} ${name}${detail && ` · ${detail}`}`,
  wrap: true,
})
