import { Pace } from '#platform/outbox/card-throttle.ts'
import { Gate } from '#platform/outbox/send-limits.ts'
import { Buckets } from '#platform/outbox/sliding-windows.ts'

const never = [{ most: 1e6, inMs: 1 }]

/** Limits out of the way: for tests in which no time passes. `pace`: cards may change as often as they like, too. */
export const wideGate = ({ pace = false } = {}): Gate =>
  new Gate({
    buckets: new Buckets({ conversation: never, tenant: never, all: never }),
    ...(pace && { pace: new Pace({ youngForMs: 0, youngEveryMs: 0, everyMs: 0 }) }),
  })
