import { readFileSync, writeFileSync } from 'node:fs'

/** One line of the result: a measurement and its baseline from the same run. */
export interface Row {
  name: string
  value: number
  unit: string
  baseline: number | null
  /** `value / baseline`. */
  ratio: number | null
  /** The bar as text: `ratio >= 0.6`. */
  bar: string | null
  holds: boolean | null
}

export interface Bar {
  of: 'ratio' | 'value'
  atLeast?: number
  atMost?: number
}

/** A row with its ratio and whether the bar holds, with rounded figures. */
export function makeRow(
  name: string,
  value: number,
  unit: string,
  { baseline, bar }: { baseline?: number; bar?: Bar } = {},
): Row {
  const ratio = baseline === undefined ? null : value / baseline
  const judged = bar?.of === 'ratio' ? ratio : value
  return {
    name,
    value: rounded(value),
    unit,
    baseline: baseline === undefined ? null : rounded(baseline),
    ratio: ratio === null ? null : rounded(ratio),
    bar: bar ? textOf(bar) : null,
    holds: bar && judged !== null ? judges(bar, judged) : null,
  }
}

const textOf = ({ of, atLeast, atMost }: Bar): string =>
  atLeast === undefined ? `${of} <= ${atMost}` : `${of} >= ${atLeast}`

const judges = ({ atLeast, atMost }: Bar, figure: number): boolean =>
  (atLeast === undefined || figure >= atLeast) && (atMost === undefined || figure <= atMost)

/** Three significant digits. */
const rounded = (figure: number): number =>
  Math.abs(figure) >= 100 ? Math.round(figure) : Number(figure.toPrecision(3))

/** The median, which ignores rounds that other load disturbed. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  if (low === undefined || high === undefined) throw new Error('Expected at least one figure')
  return (low + high) / 2
}

/** The rows as a readable table. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ name, value, unit, baseline, ratio, bar, holds }) => [
    name,
    `${value} ${unit}`,
    baseline === null ? '' : `${baseline} ${unit}`,
    ratio === null ? '' : ratio.toFixed(2),
    bar ?? '',
    holds === null ? '' : holds ? 'holds' : 'MISSED',
  ])
  const lines = [['', 'value', 'baseline', 'ratio', 'bar', ''], ...cells]
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? []
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The last result of a measurement. Each has its own baseline, so each is renewed separately. */
export type Results = Record<string, { measuredAt: string; rows: readonly Row[] }>

/** Replaces the measurements that were taken and keeps the others. */
export function keepResults(file: string, taken: Results): void {
  const known = JSON.parse(readFileSync(file, 'utf8')) as Results
  writeFileSync(file, `${JSON.stringify({ ...known, ...taken }, null, 2)}\n`)
}
