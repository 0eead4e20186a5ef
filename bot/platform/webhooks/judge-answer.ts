import { backoffMs, longestRetryAfterMs } from '../base/backoff.ts'
import { hours, later, seconds } from '../base/time.ts'
import type { WebhookAnswer } from './webhook-client.ts'

/**
 * `again`: retried at `dueAt`; `pausedUntil`: the target asked that nothing is sent before. `gone`: it wants no more events.
 * `dead`: only a person sends it again.
 */
export type WebhookVerdict =
  | { act: 'delivered' }
  | { act: 'again'; dueAt: Date; pausedUntil?: Date; outcome: string }
  | { act: 'gone'; outcome: string }
  | { act: 'dead'; outcome: string }

interface TriedDelivery {
  /** Failed attempts before this one. */
  attempts: number
  sinceAt: Date
  /** A test event is tried once. */
  isTest: boolean
}

/** How long a delivery is retried. */
export const retriedMs = hours(72)
const firstWaitMs = seconds(5)
/** After a failure, nothing waits longer, whoever asks. */
const longestWaitMs = longestRetryAfterMs
/** What waits longer was written while a clock was ahead, and doesn't wait. Twice as long, because the clocks of instances differ. */
export const believedWaitMs = 2 * longestWaitMs

/**
 * As Standard Webhooks recommends: 2xx is success, everything else is not, redirects among it; 410 ends the target;
 * `Retry-After` of 429 and 503 is about all requests and pauses the target. `random` gives 0 to 1.
 */
export function judgeAnswer(
  answer: Exclude<WebhookAnswer, { stopped: true }>,
  { attempts, sinceAt, isTest }: TriedDelivery,
  { now, random }: { now: Date; random: () => number },
): WebhookVerdict {
  const outcome = 'status' in answer ? String(answer.status) : answer.failure
  const status = 'status' in answer ? answer.status : 0
  if (status >= 200 && status < 300) return { act: 'delivered' }
  if (status === 410) return { act: 'gone', outcome }
  const endsAt = later(sinceAt, retriedMs)
  if (isTest || now >= endsAt) return { act: 'dead', outcome }
  const askedMs = ('retryAfterMs' in answer && answer.retryAfterMs) || 0
  const ownMs = backoffMs(attempts + 1, random, { firstMs: firstWaitMs, longestMs: longestWaitMs })
  const dueAt = new Date(Math.min(later(now, Math.max(askedMs, ownMs)).getTime(), endsAt.getTime()))
  const isOfTarget = askedMs > 0 && (status === 429 || status === 503)
  return { act: 'again', dueAt, outcome, ...(isOfTarget && { pausedUntil: later(now, askedMs) }) }
}
