import type { Element } from '../render.ts'
import type { ProgressBar } from './newer-elements.ts'

/** Squares of the bar on older clients: few enough for 320 px. */
const squares = 16

/**
 * How far something is, and below it the sentence with the numbers ("124 of 1,000, 3 errors · about 4 min left").
 * `trouble`: something failed on the way.
 */
export function progressParts(of: {
  done: number
  total: number
  text: string
  trouble?: boolean
}): Element[] {
  const { done, total, text, trouble = false } = of
  const max = Math.max(1, total)
  const value = Math.min(Math.max(0, done), max)
  const full = value === max
  const bar: ProgressBar = {
    type: 'ProgressBar',
    value,
    max,
    color: trouble ? 'Warning' : full ? 'Good' : 'Accent',
    fallback: { type: 'TextBlock', text: squaresOf(value / max), wrap: true },
  }
  return [bar, { type: 'TextBlock', text, spacing: 'Small', wrap: true }]
}

/** Something that began shows, and something that is not over is not full. */
function squaresOf(share: number): string {
  const rounded = Math.round(share * squares)
  const filled = share === 0 ? 0 : share === 1 ? squares : Math.min(Math.max(1, rounded), squares - 1)
  return '█'.repeat(filled) + '░'.repeat(squares - filled)
}
