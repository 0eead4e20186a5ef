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

/** Wait before attempt `attempt + 1` when the answer named none: 2 s doubling, at most 60 s, half of it random. */
export function backoffMs(attempt: number, random: () => number): number {
  const full = Math.min(60_000, 2_000 * 2 ** (attempt - 1))
  return Math.round(full / 2 + (full / 2) * random())
}
