import { Keyv } from 'keyv'

interface LookupOptions {
  keepMs: number
  /** Beyond it, the oldest key is dropped. */
  limit: number
}

/**
 * Caches a lookup in memory for data that is the same for all users; never for decisions about identity or permissions.
 * Failures are not cached. Keys are case-insensitive.
 */
export function rememberLookups<T>(
  lookUp: (key: string) => Promise<T>,
  { keepMs, limit }: LookupOptions,
): (key: string) => Promise<T> {
  const kept = new Keyv<T>({ store: new BoundedMap(limit), ttl: keepMs, useKeyPrefix: false })
  return async (text) => {
    const key = text.trim().toLowerCase()
    const known = await kept.get(key)
    if (known !== undefined) return known
    const found = await lookUp(text)
    await kept.set(key, found)
    return found
  }
}

/** Keyv drops expired entries only on access; this map never holds more than `limit`. */
class BoundedMap extends Map<string, unknown> {
  readonly #limit: number

  constructor(limit: number) {
    super()
    this.#limit = limit
  }

  override set(key: string, value: unknown): this {
    this.delete(key)
    super.set(key, value)
    const [oldest] = this.keys()
    if (this.size > this.#limit && oldest !== undefined) this.delete(oldest)
    return this
  }
}
