import { backoffMs, unspread } from '../base/backoff.ts'
import { makeBoundedMap } from '../base/bounded-map.ts'
import { type Clock, hours, later, minutes } from '../base/time.ts'
import type { Outcome } from './outcome.ts'

/** Transient failures in a row that open the breaker. */
const opensAfter = 3
const openFor = { firstMs: minutes(5), longestMs: hours(6) }
/** Only failing tenants are kept. */
const mostKept = 10_000

interface CircuitBreaker {
  failures: number
  /** Set: open until then; the first read afterwards is a probe. */
  until?: Date
  outcome: Outcome
}

/**
 * Circuit breakers per tenant: repeated failures defer its reads, longer each time, until one probe succeeds. They only save
 * requests: the stored state of the tenant stays, and they exist in this process only.
 */
export class CircuitBreakers {
  readonly #clock: Clock
  readonly #breakers = makeBoundedMap<CircuitBreaker>(mostKept)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Records a read; `failure` only if it is transient. */
  record(tenantId: string, failure: Outcome | undefined): void {
    const known = this.#breakers.get(tenantId)
    if (!failure) {
      this.#breakers.delete(tenantId)
      return
    }
    const failures = (known?.failures ?? 0) + 1
    const until = failures >= opensAfter ? { until: this.#openUntil(failures) } : {}
    this.#breakers.set(tenantId, { failures, outcome: failure, ...until })
  }

  /** The failure for which the breaker is open; undefined: the tenant may be read. Half-open, it lets one read through. */
  check(tenantId: string): Outcome | undefined {
    const known = this.#breakers.get(tenantId)
    if (!known?.until) return undefined
    if (known.until > this.#clock()) return known.outcome
    // The next reads wait for the result of this one.
    known.until = this.#openUntil(known.failures)
    return undefined
  }

  #openUntil(failures: number): Date {
    return later(this.#clock(), backoffMs(failures - opensAfter + 1, unspread, openFor))
  }

  get openCount(): number {
    return [...this.#breakers.values()].filter(({ until }) => until !== undefined).length
  }
}
