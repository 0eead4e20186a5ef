import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import type { Clock } from '#platform/base/time.ts'

interface CachedValue<T> {
  value: T
  atMs: number
}

export interface TtlCache<T> {
  /** The cached value, or a read shared by all callers meanwhile. */
  get(key: string): Promise<T>
  /** A new read. */
  getNow(key: string): Promise<T>
}

/**
 * Caches at most `limit` values for `keepMs`, counted from the start of the read. A value for which `isWhole` is false is
 * kept only for `retryMs` and never replaces a fresh whole one.
 */
export function makeTtlCache<T>(options: {
  read: (key: string) => Promise<T>
  isWhole: (value: T) => boolean
  clock: Clock
  keepMs: number
  retryMs: number
  limit: number
}): TtlCache<T> {
  const { read, isWhole, clock, keepMs, retryMs, limit } = options
  const kept = makeBoundedMap<CachedValue<T>>(limit)
  const flights = new Map<string, Promise<T>>()
  const ageOf = ({ atMs }: CachedValue<T>): number => clock().getTime() - atMs
  const isFresh = (each: CachedValue<T>): boolean => {
    const age = ageOf(each)
    return age >= 0 && age < (isWhole(each.value) ? keepMs : retryMs)
  }

  function keep(key: string, next: CachedValue<T>): void {
    const before = kept.get(key)
    const newer = before && before.atMs > next.atMs
    if (newer || (before && isWhole(before.value) && isFresh(before) && !isWhole(next.value))) return
    kept.set(key, next)
  }

  async function fly(key: string): Promise<T> {
    const atMs = clock().getTime()
    const value = await read(key)
    keep(key, { value, atMs })
    return value
  }

  function getNow(key: string): Promise<T> {
    const flight = fly(key).finally(() => {
      if (flights.get(key) === flight) flights.delete(key)
    })
    flights.set(key, flight)
    return flight
  }

  return {
    getNow,
    get: async (key) => {
      const known = kept.get(key)
      if (known && isFresh(known)) return known.value
      return flights.get(key) ?? getNow(key)
    },
  }
}
