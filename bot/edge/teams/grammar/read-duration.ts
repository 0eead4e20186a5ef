import { later, minutes } from '#platform/base/time.ts'
import { instantOf, isDate, type WallTime, wallTimeAt } from '#platform/base/zoned-time.ts'

/** From when, and in whose zone a time is meant. */
export interface Moment {
  now: Date
  timeZone: string
}

const counts = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')
const one = new RegExp(
  `^(?:(\\d{1,4}(?:\\.\\d)?)|(half an?)|(an?|${counts.join('|')})) ?(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|years?)(?![a-z])(?:,? (?:and )?|$|(?=\\d))`,
)

interface Span {
  n: number
  unit: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
}

const units: readonly (readonly [RegExp, Span['unit']])[] = [
  [/^mo/, 'month'],
  [/^m/, 'minute'],
  [/^h/, 'hour'],
  [/^d/, 'day'],
  [/^w/, 'week'],
  [/^y/, 'year'],
]

/** "8 hours", "an hour and 30 minutes", "2 days", after "for": when it ends; undefined if it is no duration. */
export function readDuration(text: string, moment: Moment): Date | undefined {
  const spans = spansOf(text.toLowerCase().replace(/^(?:the )?next /, ''))
  if (!spans || spans.every(({ n }) => n === 0)) return undefined
  const until = spans.reduce((at, span) => after(at, span, moment.timeZone), moment.now)
  return Number.isFinite(until.getTime()) ? until : undefined
}

function spansOf(text: string): Span[] | undefined {
  const spans: Span[] = []
  for (let rest = text; rest !== ''; ) {
    const found = one.exec(rest)
    if (!found) return undefined
    const [whole, digits, half, word = '', name = ''] = found
    const unit = units.find(([pattern]) => pattern.test(name))?.[1] ?? 'hour'
    const n = digits !== undefined ? Number(digits) : half ? 0.5 : Math.max(1, counts.indexOf(word) + 1)
    // Half a day has no clock time of its own.
    if (!Number.isInteger(n) && unit !== 'hour') return undefined
    spans.push({ n, unit })
    rest = rest.slice(whole.length)
  }
  return spans.length > 0 ? spans : undefined
}

/** Hours pass; days and longer end when clocks show the same as now. */
function after(at: Date, { n, unit }: Span, timeZone: string): Date {
  if (unit === 'minute') return later(at, minutes(n))
  if (unit === 'hour') return later(at, minutes(60 * n))
  const wall = wallTimeAt(at, timeZone)
  const past = at.getTime() % minutes(1)
  return later(instantOf(moved(wall, { n, unit }), timeZone), past)
}

function moved(wall: WallTime, { n, unit }: Span): WallTime {
  if (unit === 'day' || unit === 'week') return { ...wall, day: wall.day + n * (unit === 'week' ? 7 : 1) }
  const months = wall.month - 1 + n * (unit === 'year' ? 12 : 1)
  const to = { ...wall, year: wall.year + Math.floor(months / 12), month: (months % 12) + 1 }
  // A month after January 31 is the last day of February.
  while (!isDate(to)) to.day -= 1
  return to
}
