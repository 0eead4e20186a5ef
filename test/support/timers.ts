import type { Timers } from '#platform/base/timers.ts'

interface Timer {
  atMs: number
  run: () => void
}

/** Timers that run only when a test advances their time. */
export function makeTestTimers(): Timers & {
  forward(ms: number): void
  /** Resolves when a timer of this length is set, or at once if there is one. */
  set(ms: number): Promise<void>
} {
  const timers = new Set<Timer>()
  const lengths: number[] = []
  const waiting: { ms: number; resolve: () => void }[] = []
  let nowMs = 0
  return {
    after(ms, run) {
      const timer = { atMs: nowMs + ms, run }
      timers.add(timer)
      lengths.push(ms)
      for (const one of waiting) if (one.ms === ms) one.resolve()
      return () => void timers.delete(timer)
    },
    set: (ms) =>
      lengths.includes(ms) ? Promise.resolve() : new Promise((resolve) => waiting.push({ ms, resolve })),
    forward(ms) {
      nowMs += ms
      for (const timer of [...timers].sort((a, b) => a.atMs - b.atMs)) {
        if (timer.atMs > nowMs || !timers.delete(timer)) continue
        timer.run()
      }
    },
  }
}
