import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import type { Clock } from '#platform/base/time.ts'

/** Answers of the last minutes. Teams delivers an activity again when it got no answer in time, or for no reason at all. */
export interface SeenActivities {
  /** Runs `work` once per key; every further call gets the same answer, also while the first one is still running. A failure is forgotten. */
  once<T>(key: string, work: () => Promise<T>): Promise<T>
}

/**
 * Lives in memory, because what it holds may be lost: effects that must not happen twice are guarded by versions in the
 * database. `limit` bounds the memory (an answer is a card of a few KB), `keepMs` the age.
 */
export function makeSeenActivities(
  clock: Clock,
  { limit = 2_000, keepMs = 5 * 60_000 } = {},
): SeenActivities {
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
