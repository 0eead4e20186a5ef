import { minutes, seconds } from './time.ts'

/** Longest wait that an answer may ask of us; a broken or hostile header must not park a tenant for a year. */
export const longestRetryAfterMs = 3_600_000

/**
 * `Retry-After` in ms: seconds (Graph also sends decimals) or an HTTP date, never negative, at most one hour.
 * Undefined when absent or unreadable.
 */
export function readRetryAfterMs(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim()
  if (!text) return undefined
  const isSeconds = /^\d+(\.\d+)?$/.test(text)
  // Date.parse makes a year of "-5" too.
  const isDate = /^[a-z]{3}/i.test(text)
  if (!isSeconds && !isDate) return undefined
  const ms = isSeconds ? Number(text) * 1_000 : Date.parse(text) - now.getTime()
  if (Number.isNaN(ms)) return undefined
  return Math.min(Math.max(0, Math.ceil(ms)), longestRetryAfterMs)
}

/** For a wait that only one process or tenant has, so that nothing has to be spread. */
export const unspread = (): number => 1

/**
 * Wait after so many failures in a row: `firstMs`, doubling up to `longestMs`. Half of it is random, so that what failed
 * together does not come back together.
 */
export function backoffMs(
  failures: number,
  random: () => number,
  { firstMs = seconds(2), longestMs = minutes(1) } = {},
): number {
  const full = Math.min(longestMs, firstMs * 2 ** (failures - 1))
  return Math.round(full / 2 + (full / 2) * random())
}
