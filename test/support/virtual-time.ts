import type { Clock } from '#platform/base/time.ts'
import { makeTestClock } from './clocks.ts'
import { makeTestTimers } from './timers.ts'

/** A clock with timers that advance only when the program is idle. */
export function makeVirtualTime(startMs: number): {
  clock: Clock
  timers: ReturnType<typeof makeTestTimers>
  sleep(ms: number): Promise<void>
  runUntil(isDone: () => Promise<boolean> | boolean, limitMs: number): Promise<void>
} {
  const clock = makeTestClock(new Date(startMs).toISOString())
  const timers = makeTestTimers()
  const stepMs = 20
  return {
    clock,
    timers,
    sleep: (ms) => new Promise((resolve) => void timers.after(ms, resolve)),
    async runUntil(isDone, limitMs) {
      const endMs = clock().getTime() + limitMs
      while (clock().getTime() < endMs) {
        for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve))
        clock.forward(stepMs)
        timers.forward(stepMs)
        // Checks only once per simulated second, because a check is expensive.
        if (clock().getTime() % 1_000 < stepMs && (await isDone())) return
      }
      throw new Error(`Not done after ${limitMs} ms of simulated time`)
    },
  }
}
