/** At most `most` requests in any window of this length. */
export interface Limit {
  most: number
  inMs: number
}

/** The target of a request, as Teams counts it. */
export interface Destination {
  conversation: string
  tenantId: string
}

/** The exhausted limit and when it ends (ms since 1970). */
export interface Full {
  what: 'conversation' | 'tenant' | 'all'
  untilMs: number
}

/** Half of what Teams allows a bot; the rest covers clock skew and other requests. */
export const halfOfTeams = {
  conversation: [
    { most: 3, inMs: 1_000 },
    { most: 30, inMs: 30_000 },
    { most: 900, inMs: 3_600_000 },
  ],
  tenant: [{ most: 25, inMs: 1_000 }],
  all: [{ most: 100, inMs: 1_000 }],
} as const satisfies Record<Full['what'], readonly Limit[]>

export type Limits = Readonly<Record<Full['what'], readonly Limit[]>>

/** Conversations and tenants that are kept; the least recently used is dropped first. */
const mostKept = 20_000

/**
 * Counts requests per conversation, per tenant and in total, as a log of request times. A token bucket would be too loose:
 * one of 3 that refills 3 per second lets 9 requests pass in 2 s, where Teams allows 8.
 */
export class SlidingWindows {
  readonly #conversations: SlidingWindowLog
  readonly #tenants: SlidingWindowLog
  readonly #all: SlidingWindowLog

  constructor(limits: Limits = halfOfTeams) {
    this.#conversations = new SlidingWindowLog(limits.conversation)
    this.#tenants = new SlidingWindowLog(limits.tenant)
    this.#all = new SlidingWindowLog(limits.all)
  }

  /** Counts a request, even beyond the limit. */
  count({ conversation, tenantId }: Destination, nowMs: number): void {
    this.#conversations.count(conversation, nowMs)
    this.#tenants.count(tenantId, nowMs)
    this.#all.count('', nowMs)
  }

  /** The widest exhausted limit of the destination; undefined: a request may be sent. */
  findFull({ conversation, tenantId }: Destination, nowMs: number): Full | undefined {
    const ends = [
      { what: 'all', untilMs: this.#all.fullUntilMs('') },
      { what: 'tenant', untilMs: this.#tenants.fullUntilMs(tenantId) },
      { what: 'conversation', untilMs: this.#conversations.fullUntilMs(conversation) },
    ] as const
    return ends.find(({ untilMs }) => untilMs > nowMs)
  }

  /** When the total limit ends; in the past if it isn't exhausted. */
  get fullUntilMs(): number {
    return this.#all.fullUntilMs('')
  }

  /** Tenants to which nothing may be sent now, and until when. */
  fullTenants(nowMs: number): Map<string, number> {
    return this.#tenants.listFull(nowMs)
  }

  get size(): number {
    return this.#conversations.size + this.#tenants.size
  }
}

/** The times of the last requests per key, as many as the largest limit needs. */
class SlidingWindowLog {
  readonly #limits: readonly Limit[]
  readonly #kept: number
  readonly #longestMs: number
  /** Ordered by the last request. */
  readonly #times = new Map<string, number[]>()

  constructor(limits: readonly Limit[]) {
    this.#limits = limits
    this.#kept = Math.max(...limits.map(({ most }) => most))
    this.#longestMs = Math.max(...limits.map(({ inMs }) => inMs))
  }

  get size(): number {
    return this.#times.size
  }

  count(key: string, nowMs: number): void {
    const times = this.#times.get(key) ?? []
    times.push(nowMs)
    if (times.length > this.#kept) times.shift()
    this.#times.delete(key)
    this.#times.set(key, times)
    this.#forget(nowMs)
  }

  fullUntilMs(key: string): number {
    const times = this.#times.get(key)
    if (!times) return 0
    return Math.max(...this.#limits.map(({ most, inMs }) => (times.at(-most) ?? -inMs) + inMs))
  }

  listFull(nowMs: number): Map<string, number> {
    const full = new Map<string, number>()
    for (const key of this.#times.keys()) {
      const untilMs = this.fullUntilMs(key)
      if (untilMs > nowMs) full.set(key, untilMs)
    }
    return full
  }

  /** Drops keys whose last request is older than every window; the first key is the least recently used. */
  #forget(nowMs: number): void {
    for (const [key, times] of this.#times) {
      const silentMs = nowMs - (times.at(-1) ?? 0)
      if (silentMs < this.#longestMs && this.#times.size <= mostKept) return
      this.#times.delete(key)
    }
  }
}
