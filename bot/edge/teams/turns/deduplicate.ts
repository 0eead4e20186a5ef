import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import type { Clock } from '#platform/base/time.ts'

/** The answers of the last minutes. Teams redelivers activities after a timeout, or without any reason. */
export interface Deduplicator {
  /** Runs `work` once per key; further calls get the same answer, also while the first is in progress. A failure is not kept. */
  once<T>(key: string, work: () => Promise<T>): Promise<T>
}

/** In memory only: versions in the database prevent double effects. Holds at most `limit` answers of a few KB and repeats one for `keepMs`. */
export function makeDeduplicator(clock: Clock, { limit = 2_000, keepMs = 5 * 60_000 } = {}): Deduplicator {
  const answers = makeBoundedMap<Promise<unknown>>(limit, { keepMs, clock })
  return {
    once<T>(key: string, work: () => Promise<T>): Promise<T> {
      const known = answers.get(key)
      if (known) return known as Promise<T>
      const answer = work()
      answers.set(key, answer)
      answer.catch(() => {
        if (answers.get(key) === answer) answers.delete(key)
      })
      return answer
    },
  }
}
