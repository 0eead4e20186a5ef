import type { Element } from '../render.ts'
import { statusesByAttention } from '../status-order.ts'
import { number } from '../text.ts'
import type { Status } from '../words/codes.ts'
import { en as words } from '../words/en.ts'
import type { StackedBarChart } from './newer-elements.ts'
import { chartColorOf, statusIcon } from './status-marks.ts'

/** Icons of the bar on older clients: few enough for one line of 320 px. */
const icons = 12

type Counts = Readonly<Partial<Record<Status, number>>>

/**
 * One bar of all statuses, worst first, and below it their numbers in words, which not every client that draws a bar shows.
 * Older clients show a row of icons in proportion instead of it. Nothing for no statuses. `title` names what is counted,
 * unescaped.
 */
export function statusBarParts(counts: Counts, title: string): Element[] {
  const parts = statusesByAttention.flatMap((status) => {
    const n = counts[status] ?? 0
    return n > 0 ? [{ status, n, words: countWords(status, n) }] : []
  })
  if (parts.length === 0) return []
  const line = parts.map(({ status, words: said }) => `${statusIcon(status)} ${said}`).join(' · ')
  const data = parts.map(({ status, n, words: legend }) => ({
    legend,
    value: n,
    color: chartColorOf(status),
  }))
  const chart: StackedBarChart = {
    type: 'Chart.HorizontalBar.Stacked',
    title,
    showLegend: false,
    data: [{ title, data }],
    fallback: { type: 'TextBlock', text: iconsOf(parts), wrap: true },
  }
  return [chart, { type: 'TextBlock', text: line, spacing: 'Small', size: 'Small', wrap: true }]
}

const countWords = (status: Status, n: number): string =>
  words.statuses[status].count(n).replace(`${n}`, number(n))

/** Every status that occurs has an icon, however rare it is; the most frequent ones share the rest. */
function iconsOf(parts: readonly { status: Status; n: number }[]): string {
  const total = parts.reduce((sum, { n }) => sum + n, 0)
  const shown = Math.min(icons, total)
  const shares = parts.map(({ n }) => Math.max(1, Math.floor((n / total) * shown)))
  const largest = shares.indexOf(Math.max(...shares))
  const rest = shown - shares.reduce((sum, share) => sum + share, 0)
  return parts
    .map(({ status }, at) => statusIcon(status).repeat((shares[at] ?? 0) + (at === largest ? rest : 0)))
    .join('')
}
