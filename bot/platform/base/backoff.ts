import { minutes, seconds } from './time.ts'

/** Longest `Retry-After` that is honored: a broken or hostile header must not block a tenant for a year. */
export const longestRetryAfterMs = 3_600_000
/** Shortest one: a fraction of a second would only be asked again and refused again. */
const shortestRetryAfterMs = seconds(1)

/**
 * `Retry-After`, seconds (Graph also sends decimals) or an HTTP date, as 1 s to 1 h. Undefined if absent or unreadable, and
 * for 0 or a time in the past, which say nothing: then the caller's own back-off holds, and nobody asks again at once.
 */
export function readRetryAfterMs(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim()
  if (!text) return undefined
  const isSeconds = /^\d+(\.\d+)?$/.test(text)
  // `Date.parse` accepts "-5" as a year.
  const isDate = /^[a-z]{3}/i.test(text)
  if (!isSeconds && !isDate) return undefined
  const ms = isSeconds ? Number(text) * 1_000 : Date.parse(text) - now.getTime()
  if (Number.isNaN(ms) || ms <= 0) return undefined
  return Math.min(Math.max(Math.ceil(ms), shortestRetryAfterMs), longestRetryAfterMs)
}

/** Turns jitter off, for a wait that only one process or tenant has. */
export const unspread = (): number => 1

/** Exponential backoff from `firstMs` to `longestMs`. Half of it is jitter, so that callers that failed together spread. */
export function backoffMs(
  failures: number,
  random: () => number,
  { firstMs = seconds(2), longestMs = minutes(1) } = {},
): number {
  const full = Math.min(longestMs, firstMs * 2 ** (failures - 1))
  return Math.round(full / 2 + (full / 2) * random())
}
