import { en as words } from './words/en.ts'

interface Pace {
  startedAt: Date
  now: Date
  done: number
  total: number
  /** An estimate beyond this says nothing. Default: two days. */
  longestMs?: number
}

const leastDone = 5
/** The first few are slower or faster than the rest. */
const leastShare = 0.02
const leastMs = 10_000
const dayMs = 86_400_000

/** How long the rest takes at the pace so far; undefined while too little is known, and where the answer would be nonsense. */
export function timeLeftMs({ startedAt, now, done, total, longestMs = 2 * dayMs }: Pace): number | undefined {
  const spent = now.getTime() - startedAt.getTime()
  const isKnown = spent >= leastMs && done >= leastDone && done >= total * leastShare
  if (!isKnown || !(done < total)) return undefined
  const left = (spent / done) * (total - done)
  return left <= longestMs ? left : undefined
}

/** "about 4 min left", coarser the longer it takes, so that it doesn't flicker; '' without an estimate. */
export function timeLeftText(pace: Pace): string {
  const ms = timeLeftMs(pace)
  if (ms === undefined) return ''
  const minutes = Math.ceil(ms / 60_000)
  if (minutes <= 1) return words.left.soon
  if (minutes <= 10) return words.left.minutes(minutes)
  if (minutes <= 55) return words.left.minutes(Math.ceil(minutes / 5) * 5)
  const hours = Math.max(1, Math.round(minutes / 60))
  return hours < 48 ? words.left.hours(hours) : words.left.days(Math.round(hours / 24))
}
