import { LRUCache } from 'lru-cache'
import type { Clock } from './time.ts'

/** `get` counts as a use, `peek` does not. */
export type BoundedMap<V extends object | string> = Pick<
  LRUCache<string, V>,
  'get' | 'peek' | 'set' | 'delete' | 'clear' | 'values'
>

/** Evicts the least recently used entry beyond `most`; with `age`, an entry also expires `keepMs` after it was set. */
export function makeBoundedMap<V extends object | string>(
  most: number,
  age?: { keepMs: number; clock: Clock },
): BoundedMap<V> {
  if (!age) return new LRUCache({ max: most })
  const { keepMs, clock } = age
  // lru-cache still returns an entry whose age equals the ttl. Resolution 0 reads our clock on every call.
  const perf = { now: () => clock().getTime() }
  return new LRUCache({ max: most, ttl: keepMs - 1, ttlResolution: 0, perf })
}
