import { backoffMs, unspread } from '../base/backoff.ts'
import { makeBoundedMap } from '../base/bounded-map.ts'
import { type Clock, hours, later, minutes } from '../base/time.ts'
import type { Outcome } from './outcome.ts'

/** So many reads in a row that met a passing trouble are enough to let a tenant rest. */
const opensAfter = 3
const rest = { firstMs: minutes(5), longestMs: hours(6) }
/** Only tenants in trouble are remembered, and of those the latest. */
const mostKept = 10_000

interface CircuitBreaker {
  failures: number
  /** Set: open until then; the first who asks after that tries it. */
  until?: Date
  outcome: Outcome
}

/**
 * A tenant that failed several times in a row is left alone for a while, longer each time, and then tried by one read. It
 * only spares requests: what is known of the tenant stays, and this process alone remembers it.
 */
export class CircuitBreakers {
  readonly #clock: Clock
  readonly #breakers = makeBoundedMap<CircuitBreaker>(mostKept)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What a read of the tenant came to; `failure` only for troubles that pass by themselves. */
  record(tenantId: string, failure: Outcome | undefined): void {
    const known = this.#breakers.get(tenantId)
    if (!failure) {
      this.#breakers.delete(tenantId)
      return
    }
    const failures = (known?.failures ?? 0) + 1
    const until = failures >= opensAfter ? { until: this.#restUntil(failures) } : {}
    this.#breakers.set(tenantId, { failures, outcome: failure, ...until })
  }

  /** The trouble for which this tenant rests; undefined: it may be read. After the rest one read is let through. */
  check(tenantId: string): Outcome | undefined {
    const known = this.#breakers.get(tenantId)
    if (!known?.until) return undefined
    if (known.until > this.#clock()) return known.outcome
    // Whoever asks next waits for what this one finds.
    known.until = this.#restUntil(known.failures)
    return undefined
  }

  #restUntil(failures: number): Date {
    return later(this.#clock(), backoffMs(failures - opensAfter + 1, unspread, rest))
  }

  /** How many tenants rest. */
  get openCount(): number {
    return [...this.#breakers.values()].filter(({ until }) => until !== undefined).length
  }
}
