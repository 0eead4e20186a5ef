import { backoffMs } from '../base/backoff.ts'
import { type Clock, later } from '../base/time.ts'
import { CircuitBreakers } from './circuit-breakers.ts'
import { ConcurrencyLimit, type ResponseSample } from './concurrency-limit.ts'
import type { TenantRead, UnchangedRead } from './facts.ts'
import type { Outcome } from './outcome.ts'
import type { OutcomeName } from './outcomes.ts'
import { ThrottleWindows } from './throttle-windows.ts'

/**
 * The tenant was not read, or not to the end. `throttled`, `slow`: it should be read again, by itself, from `until` on.
 * `resting`: it failed so often that it is left alone; `outcome` is what it failed with.
 */
export interface DeferredRead {
  connection: 'deferred'
  because: 'throttled' | 'slow' | 'resting'
  until: Date
  outcome: Outcome
}

export type ThrottledReadResult = TenantRead | UnchangedRead | DeferredRead

export interface ThrottleFigures {
  /** How many tenants may be read at once, are read, and wait for it. */
  size: number
  inFlight: number
  waiting: number
  throttledTenants: number
  openBreakers: number
}

export interface ThrottledReads {
  /** Reads as one of many: as many at once as Microsoft takes well, and none that is to be left alone. */
  read(tenantId: string, read: () => Promise<TenantRead | UnchangedRead>): Promise<ThrottledReadResult>
  /** What a read that somebody waits for came to. */
  recordRead(tenantId: string, read: TenantRead): void
  recordResponse(answered: ResponseSample): void
  /** Microsoft asks us, or us in this tenant, to wait. */
  throttle(scope: 'all' | 'tenant', tenantId: string, ms: number): void
  /** Until when this tenant, or without one every tenant, is to be left alone. */
  throttledUntil(tenantId?: string): Date | undefined
  figures(): ThrottleFigures
}

/** Told of every read among many, and of every answer that was throttled. */
export interface ThrottleEvents {
  onTenantRead?: (result: 'same' | 'ok' | 'failed' | 'lost' | DeferredRead['because']) => void
  onThrottled?: (scope: 'all' | 'tenant') => void
}

const throttling: ReadonlySet<string> = new Set<OutcomeName>(['graphThrottled', 'loginThrottled'])

/**
 * Seven throttles lie in series on one request of a round. The read of a tenant that a person waits for passes the last four
 * only, but its answers teach the first three. Before all of them the jobs limit how many tenant batches run at once.
 *
 * | # | File | Waits or refuses per | Reason |
 * | - | --- | --- | --- |
 * | 1 | concurrency-limit | process | Microsoft names no number of tenants that may be read at once: it is found by how fast the answers come |
 * | 2 | throttle-windows | tenant, or all | what is sent during a Retry-After counts against the limit and makes it longer |
 * | 3 | circuit-breakers | tenant | one that failed three times in a row would cost a place and seconds in every round |
 * | 4 | keyed-mutex | tenant | a round and a click at the same time would count twice against the limits of the tenant |
 * | 5 | deadline | read | retries wait inside of it, in a round only briefly: the other tenants of the batch wait to be written |
 * | 6 | tokens | tenant | the sign-in service asks for waits of its own, and those who miss a token share one request |
 * | 7 | with-bulkhead | kind of request | a round on a Graph that hangs must not take the connections of what a person waits for |
 *
 * 1 to 3 come in this order because to wait for a place takes time: whether the tenant may be asked is checked last.
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

  /** Why this tenant is not asked now. */
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
    figures: () => ({
      ...limit.figures,
      throttledTenants: windows.count,
      openBreakers: breakers.openCount,
    }),
  }
}

/** The name of a result in the metrics, which are kept. */
function labelOf(read: ThrottledReadResult): Parameters<NonNullable<ThrottleEvents['onTenantRead']>>[0] {
  if (read.connection === 'deferred') return read.because
  return read.connection === 'unchanged' ? 'same' : read.connection
}

/** Why the tenant could not be read; throttling, when only some of its sets met it. */
function failureOf(read: TenantRead): Outcome | undefined {
  if (read.connection !== 'ok') return read.outcome
  for (const result of Object.values(read.sets)) {
    if (!result.read && throttling.has(result.outcome.name)) return result.outcome
  }
  return undefined
}

/** Only what passes by itself is worth a rest; a throttled tenant is well, and says itself how long to wait. */
function passing(failure: Outcome | undefined): Outcome | undefined {
  const rests =
    failure?.class === 'passing' && !throttling.has(failure.name) && failure.name !== 'readCancelled'
  return rests ? failure : undefined
}
