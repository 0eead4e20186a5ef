import { backoffMs } from '../base/backoff.ts'
import { type Clock, later } from '../base/time.ts'
import { CircuitBreakers } from './circuit-breakers.ts'
import { ConcurrencyLimit, type ResponseSample } from './concurrency-limit.ts'
import type { TenantRead, UnchangedRead } from './facts.ts'
import type { Outcome } from './outcome.ts'
import type { OutcomeName } from './outcomes.ts'
import { ThrottleWindows } from './throttle-windows.ts'

/**
 * The tenant was not read completely. `throttled`, `slow`: read it again, in a job of its own, from `until` on. `resting`: its
 * circuit breaker is open because of `outcome`.
 */
export interface DeferredRead {
  connection: 'deferred'
  because: 'throttled' | 'slow' | 'resting'
  until: Date
  outcome: Outcome
}

export type ThrottledReadResult = TenantRead | UnchangedRead | DeferredRead

export interface ThrottleFigures {
  /** The concurrency limit, the tenants that are read, and those that wait. */
  size: number
  inFlight: number
  waiting: number
  throttledTenants: number
  openBreakers: number
}

export interface ThrottledReads {
  /** Reads a tenant of a round within the concurrency limit, unless it is throttled or its breaker is open. */
  read(tenantId: string, read: () => Promise<TenantRead | UnchangedRead>): Promise<ThrottledReadResult>
  /** Records the result of an interactive read. */
  recordRead(tenantId: string, read: TenantRead): void
  recordResponse(answered: ResponseSample): void
  /** Starts a throttle window for the app in all tenants, or in this one. */
  throttle(scope: 'all' | 'tenant', tenantId: string, ms: number): void
  /** End of the throttle window of this tenant, or without one of all. */
  throttledUntil(tenantId?: string): Date | undefined
  figures(): ThrottleFigures
}

/** Called for every read of a round, and for every throttled response. */
export interface ThrottleEvents {
  onTenantRead?: (result: 'same' | 'ok' | 'failed' | 'lost' | DeferredRead['because']) => void
  onThrottled?: (scope: 'all' | 'tenant') => void
}

const throttling: ReadonlySet<string> = new Set<OutcomeName>(['graphThrottled', 'loginThrottled'])

/**
 * Seven throttles in series apply to a request of a round. An interactive read passes only the last four, but its responses
 * update the first three. Before all of them, the jobs limit how many tenant batches run at once.
 *
 * | # | File | Waits or refuses per | Reason |
 * | - | --- | --- | --- |
 * | 1 | concurrency-limit | process | Microsoft documents no limit of tenants read at once: response times reveal it |
 * | 2 | throttle-windows | tenant, or all | requests during a Retry-After count against the limit and extend it |
 * | 3 | circuit-breakers | tenant | a tenant that keeps failing would cost a slot and seconds in every round |
 * | 4 | keyed-mutex | tenant | a round and a click at the same time would count twice against the tenant's limits |
 * | 5 | deadline | read | limits retries, in a round to short ones: the other tenants of the batch wait for the commit |
 * | 6 | tokens | tenant | the sign-in service throttles separately, and concurrent cache misses share one request |
 * | 7 | with-bulkhead | kind of request | a round must not take the connections of interactive reads if Graph hangs |
 *
 * 1 comes first because it can wait: the tenant is checked right before the request.
 */
export function makeThrottledReads({
  clock,
  random,
  most,
  onTenantRead,
  onThrottled,
}: { clock: Clock; random: () => number; most: number } & ThrottleEvents): ThrottledReads {
  const limit = new ConcurrencyLimit({ most })
  const windows = new ThrottleWindows(clock)
  const breakers = new CircuitBreakers(clock)

  /** Why this tenant must not be read now. */
  function findDeferral(tenantId: string): DeferredRead | undefined {
    const until = windows.throttledUntil(tenantId)
    const throttled: Outcome = { service: 'graph', name: 'graphThrottled', class: 'passing' }
    if (until) return { connection: 'deferred', because: 'throttled', until, outcome: throttled }
    const outcome = breakers.check(tenantId)
    return outcome && { connection: 'deferred', because: 'resting', until: clock(), outcome }
  }

  function classify(tenantId: string, read: TenantRead | UnchangedRead): ThrottledReadResult {
    const failure = read.connection === 'unchanged' ? undefined : failureOf(read)
    if (failure && throttling.has(failure.name)) {
      const until = later(clock(), failure.retryAfterMs ?? backoffMs(4, random))
      windows.throttleTenant(tenantId, until)
      return { connection: 'deferred', because: 'throttled', until, outcome: failure }
    }
    if (failure?.name === 'timedOut')
      return { connection: 'deferred', because: 'slow', until: clock(), outcome: failure }
    breakers.record(tenantId, passing(failure))
    return read
  }

  return {
    read: async (tenantId, read) => {
      const got = await limit.run(async () => findDeferral(tenantId) ?? classify(tenantId, await read()))
      onTenantRead?.(labelOf(got))
      return got
    },
    recordRead: (tenantId, read) => breakers.record(tenantId, passing(failureOf(read))),
    recordResponse: (answered) => limit.record(answered),
    throttle: (scope, tenantId, ms) => {
      const until = later(clock(), ms)
      onThrottled?.(scope)
      if (scope === 'all') windows.throttleAll(until)
      else windows.throttleTenant(tenantId, until)
    },
    throttledUntil: (tenantId) => windows.throttledUntil(tenantId),
    figures: () => ({ ...limit.figures, throttledTenants: windows.count, openBreakers: breakers.openCount }),
  }
}

/** The label of a result in the metrics, whose names are stable. */
function labelOf(read: ThrottledReadResult): Parameters<NonNullable<ThrottleEvents['onTenantRead']>>[0] {
  if (read.connection === 'deferred') return read.because
  return read.connection === 'unchanged' ? 'same' : read.connection
}

/** Why the tenant could not be read; throttling even if it affected only some of its sets. */
function failureOf(read: TenantRead): Outcome | undefined {
  if (read.connection !== 'ok') return read.outcome
  for (const result of Object.values(read.sets)) {
    if (!result.read && throttling.has(result.outcome.name)) return result.outcome
  }
  return undefined
}

/** The failure if it counts for the circuit breaker: transient, but neither throttling nor a cancellation. */
function passing(failure: Outcome | undefined): Outcome | undefined {
  const counts =
    failure?.class === 'passing' && !throttling.has(failure.name) && failure.name !== 'readCancelled'
  return counts ? failure : undefined
}
