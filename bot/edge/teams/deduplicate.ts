import type { Clock } from '#platform/base/time.ts'

/** Answers of the last minutes. Teams delivers an activity again when it got no answer in time, or for no reason at all. */
export interface SeenActivities {
  /** Runs `work` once per key; every further call gets the same answer, also while the first one is still running. A failure is forgotten. */
  once<T>(key: string, work: () => Promise<T>): Promise<T>
}

interface Entry {
  answer: Promise<unknown>
  seenAtMs: number
}

/**
 * Lives in memory, because what it holds may be lost: effects that must not happen twice are guarded by versions in the
 * database. `limit` bounds the memory (an answer is a card of a few KB), `keepMs` the age.
 */
export function makeSeenActivities(
  clock: Clock,
  { limit = 2_000, keepMs = 5 * 60_000 } = {},
): SeenActivities {
  const entries = new Map<string, Entry>()
  const forget = (nowMs: number): void => {
    // A Map keeps the order of insertion, so the first one is the oldest.
    for (const [key, entry] of entries) {
      if (entries.size <= limit && nowMs - entry.seenAtMs < keepMs) return
      entries.delete(key)
    }
  }
  return {
    once<T>(key: string, work: () => Promise<T>): Promise<T> {
      const nowMs = clock().getTime()
      forget(nowMs)
      const known = entries.get(key)
      if (known) return known.answer as Promise<T>
      const answer = work()
      const entry: Entry = { answer, seenAtMs: nowMs }
      entries.set(key, entry)
      answer.catch(() => {
        if (entries.get(key) === entry) entries.delete(key)
      })
      return answer
    },
  }
}
