import type { Clock } from '#platform/base/time.ts'

/** The answers of the last minutes. Teams redelivers an activity when it got no answer in time, or for no reason at all. */
export interface Deduplicator {
  /** Runs `work` once per key; further calls get the same answer, also while the first is in progress. A failure is not kept. */
  once<T>(key: string, work: () => Promise<T>): Promise<T>
}

interface Entry {
  answer: Promise<unknown>
  seenAtMs: number
}

/**
 * Kept in memory and lost with the process: effects that must not happen twice are guarded by versions in the database.
 * `limit` bounds the memory (an answer is a card of a few KB), `keepMs` the age.
 */
export function makeDeduplicator(clock: Clock, { limit = 2_000, keepMs = 5 * 60_000 } = {}): Deduplicator {
  const entries = new Map<string, Entry>()
  const forget = (nowMs: number): void => {
    // A Map iterates in insertion order, so the first entry is the oldest.
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
