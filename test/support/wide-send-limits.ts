import { CardThrottle } from '#platform/outbox/card-throttle.ts'
import { SendLimits } from '#platform/outbox/send-limits.ts'
import { SlidingWindows } from '#platform/outbox/sliding-windows.ts'

const never = [{ most: 1e6, inMs: 1 }]

/** Unlimited sending, for tests in which no time passes. `pace`: cards may change at any rate, too. */
export const wideSendLimits = ({ pace = false } = {}): SendLimits =>
  new SendLimits({
    windows: new SlidingWindows({ conversation: never, tenant: never, all: never }),
    ...(pace && { cardThrottle: new CardThrottle({ youngForMs: 0, youngEveryMs: 0, everyMs: 0 }) }),
  })
