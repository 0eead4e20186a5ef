import { setTimeout as delay } from 'node:timers/promises'
import { backoffMs } from '../base/backoff.ts'
import { deadlineExceeded, outcomeOfAbort } from './http-client.ts'
import type { Outcome } from './outcome.ts'
import { isRetryable } from './outcomes.ts'

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

export const realSleep: Sleep = async (ms, signal) => {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}

/** The time limit of one read, including waits. `close` must be called; it frees the timer. */
export interface Deadline {
  signal: AbortSignal
  /**
   * Waits as the outcome asks, or with backoff, then resolves to true. False if a retry can't help, the attempts are used up,
   * or the wait exceeds the time left.
   */
  waitToRetry(outcome: Outcome, attempt: number): Promise<boolean>
  /** Set when the deadline has passed or the read was canceled. */
  abortedOutcome(): Outcome | undefined
  close(): void
}

const mostAttempts = 4

export function openDeadline(options: {
  timeoutMs: number
  sleep: Sleep
  random: () => number
  signal?: AbortSignal | undefined
  /** Longer waits end the read, so that other tenants get its slot. */
  longestWaitMs?: number
}): Deadline {
  const { timeoutMs, sleep, random, signal: outer, longestWaitMs = timeoutMs } = options
  const controller = new AbortController()
  const { signal } = controller
  const timer = setTimeout(() => controller.abort(deadlineExceeded()), timeoutMs)
  const cancel = () => controller.abort(outer?.reason)
  if (outer?.aborted) cancel()
  outer?.addEventListener('abort', cancel, { once: true })
  const startedAt = performance.now()
  // Counted separately, so that a test's instant sleep still uses up the time.
  let sleptMs = 0
  return {
    signal,
    async waitToRetry(outcome, attempt) {
      if (!isRetryable(outcome) || attempt >= mostAttempts || signal.aborted) return false
      const ms = outcome.retryAfterMs ?? backoffMs(attempt, random)
      const spentMs = Math.max(sleptMs, performance.now() - startedAt)
      if (spentMs + ms >= timeoutMs || ms > longestWaitMs) return false
      sleptMs += ms
      await sleep(ms, signal)
      return !signal.aborted
    },
    abortedOutcome: () => (signal.aborted ? outcomeOfAbort(signal) : undefined),
    close() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', cancel)
    },
  }
}
