import { backoffMs } from '../base/backoff.ts'
import { type Clock, later } from '../base/time.ts'
import { Breakers } from './circuit-breakers.ts'
import { AdaptiveLimit, type Answered } from './concurrency-limit.ts'
import type { SameRead, TenantRead } from './facts.ts'
import type { Outcome } from './outcome.ts'
import type { OutcomeName } from './outcomes.ts'
import { Holds } from './throttle-windows.ts'

/**
 * The tenant was not read, or not to the end. `throttled`, `slow`: it should be read again, by itself, from `until` on.
 * `resting`: it failed so often that it is left alone; `outcome` is what it failed with.
 */
export interface HeldRead {
  connection: 'held'
  because: 'throttled' | 'slow' | 'resting'
  until: Date
  outcome: Outcome
}

export type PacedRead = TenantRead | SameRead | HeldRead

export interface PaceFigures {
  /** How many tenants may be read at once, are read, and wait for it. */
  size: number
  underWay: number
  waiting: number
  heldTenants: number
  restingTenants: number
}

export interface PacedReads {
  /** Reads as one of many: as many at once as Microsoft takes well, and none that is to be left alone. */
  read(tenantId: string, read: () => Promise<TenantRead | SameRead>): Promise<PacedRead>
  /** What a read that somebody waits for came to. */
  note(tenantId: string, read: TenantRead): void
  heed(answered: Answered): void
  /** Microsoft asks us, or us in this tenant, to wait. */
  hold(scope: 'all' | 'tenant', tenantId: string, ms: number): void
  /** Until when this tenant, or without one every tenant, is to be left alone. */
  heldUntil(tenantId?: string): Date | undefined
  figures(): PaceFigures
}

/** Told of every read among many, and of every answer that was throttled. */
export interface PaceEvents {
  onTenantRead?: (result: 'same' | 'ok' | 'failed' | 'lost' | HeldRead['because']) => void
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
export function makePacedReads({
  clock,
  random,
  most,
  onTenantRead,
  onThrottled,
}: { clock: Clock; random: () => number; most: number } & PaceEvents): PacedReads {
  const limit = new AdaptiveLimit({ most })
  const holds = new Holds(clock)
  const breakers = new Breakers(clock)

  /** Why this tenant is not asked now. */
  function findHold(tenantId: string): HeldRead | undefined {
    const until = holds.heldUntil(tenantId)
    const throttled: Outcome = { service: 'graph', name: 'graphThrottled', class: 'passing' }
    if (until) return { connection: 'held', because: 'throttled', until, outcome: throttled }
    const outcome = breakers.ask(tenantId)
    return outcome && { connection: 'held', because: 'resting', until: clock(), outcome }
  }

  function judge(tenantId: string, read: TenantRead | SameRead): PacedRead {
    const failure = read.connection === 'same' ? undefined : failureOf(read)
    if (failure && throttling.has(failure.name)) {
      const until = later(clock(), failure.retryAfterMs ?? backoffMs(4, random))
      holds.holdTenant(tenantId, until)
      return { connection: 'held', because: 'throttled', until, outcome: failure }
    }
    if (failure?.name === 'timedOut')
      return { connection: 'held', because: 'slow', until: clock(), outcome: failure }
    breakers.note(tenantId, passing(failure))
    return read
  }

  return {
    read: async (tenantId, read) => {
      const got = await limit.run(async () => findHold(tenantId) ?? judge(tenantId, await read()))
      onTenantRead?.(got.connection === 'held' ? got.because : got.connection)
      return got
    },
    note: (tenantId, read) => breakers.note(tenantId, passing(failureOf(read))),
    heed: (answered) => limit.heed(answered),
    hold: (scope, tenantId, ms) => {
      const until = later(clock(), ms)
      onThrottled?.(scope)
      if (scope === 'all') holds.holdAll(until)
      else holds.holdTenant(tenantId, until)
    },
    heldUntil: (tenantId) => holds.heldUntil(tenantId),
    figures: () => ({
      ...limit.figures,
      heldTenants: holds.count,
      restingTenants: breakers.openCount,
    }),
  }
}

/** Why the tenant could not be read; throttling, when only some of its sets met it. */
function failureOf(read: TenantRead): Outcome | undefined {
  if (read.connection !== 'ok') return read.outcome
  for (const part of Object.values(read.sets)) {
    if (!part.read && throttling.has(part.outcome.name)) return part.outcome
  }
  return undefined
}

/** Only what passes by itself is worth a rest; a throttled tenant is well, and says itself how long to wait. */
function passing(failure: Outcome | undefined): Outcome | undefined {
  const rests =
    failure?.class === 'passing' && !throttling.has(failure.name) && failure.name !== 'readCancelled'
  return rests ? failure : undefined
}
