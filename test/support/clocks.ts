import type { Clock } from '#platform/base/time.ts'

/** A clock that the test moves. */
export function makeTestClock(start = '2026-03-01T08:00:00.000Z'): Clock & { forward(ms: number): void } {
  let now = Date.parse(start)
  return Object.assign(() => new Date(now), {
    forward(ms: number) {
      now += ms
    },
  })
}
