import { Keyv } from 'keyv'

interface LookupOptions {
  keepMs: number
  /** Most keys that are kept; the oldest goes first. */
  limit: number
}

/**
 * Answers a look-up from memory for a while. For what may be lost at any moment and is the same for everybody; never for a
 * decision about identity or permission. A failed look-up is not kept. Keys are compared without regard to case.
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

/** Keyv forgets what is too old only when it is asked for; this one never holds more than `limit`. */
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
