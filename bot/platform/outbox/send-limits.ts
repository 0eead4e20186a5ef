import { minutes } from '../base/time.ts'
import { Pace } from './card-throttle.ts'
import { Buckets, type Destination } from './sliding-windows.ts'

/** Where a message goes: all names of the place under which other messages to it may stand in the outbox. */
export interface Route extends Destination {
  /** Lanes of the outbox that lead to the same place: a person's address and their chat, a channel and its threads. */
  lanes: readonly string[]
  /** The conversation itself is not stored: its tenant is that of its neighbours. */
  isGuessed?: boolean
}

/** What has to wait and until when. */
export interface Wait {
  what: 'card' | 'conversation' | 'tenant' | 'all'
  until: Date
}

/** While the channel refuses the bot itself, one message asks now and then whether it still does. */
const askAgainMs = minutes(5)

/**
 * Decides whether a message may go now: the pace of its card, the limits of the channel, and where the channel asked for
 * silence. In memory; what it forgets in a crash the channel says again, and the limits are halves.
 */
export class Gate {
  readonly #buckets: Buckets
  readonly #pace: Pace
  /** Places and tenants in which the channel asked for silence. */
  readonly #held = new Map<string, { tenantId: string; untilMs: number }>()
  readonly #heldTenants = new Map<string, number>()
  #refused: { sinceMs: number; untilMs: number } | undefined

  constructor({ buckets = new Buckets(), pace = new Pace() }: { buckets?: Buckets; pace?: Pace } = {}) {
    this.#buckets = buckets
    this.#pace = pace
  }

  /** Why this message has to wait; undefined when it may go. `card` is absent for a new one. */
  findWait(route: Route, now: Date, card?: string): Wait | undefined {
    const nowMs = now.getTime()
    const closedMs = this.closedUntilMs(nowMs)
    if (closedMs > nowMs) return { what: 'all', until: new Date(closedMs) }
    const tenantMs = this.#heldTenants.get(route.tenantId) ?? 0
    if (tenantMs > nowMs) return { what: 'tenant', until: new Date(tenantMs) }
    const heldMs = this.#held.get(route.conversation)?.untilMs ?? 0
    if (heldMs > nowMs) return { what: 'conversation', until: new Date(heldMs) }
    const full = this.#buckets.findFull(route, nowMs)
    if (full) return { what: full.what, until: new Date(full.untilMs) }
    const paceMs = card === undefined ? 0 : this.#pace.untilMs(card, nowMs)
    return paceMs > nowMs ? { what: 'card', until: new Date(paceMs) } : undefined
  }

  /** Counts a request that is on its way. */
  count(destination: Destination, now: Date): void {
    this.#buckets.count(destination, now.getTime())
  }

  noteShown(card: string, now: Date): void {
    this.#pace.noteShown(card, now.getTime())
  }

  /** The channel asked for silence in this place; when it does in a second place of the tenant, the tenant is meant. */
  hold({ conversation, tenantId }: Route, now: Date, until: Date): void {
    const nowMs = now.getTime()
    for (const [key, { untilMs }] of this.#held) if (untilMs <= nowMs) this.#held.delete(key)
    this.#held.set(conversation, { tenantId, untilMs: until.getTime() })
    const ends = [...this.#held.values()].filter((one) => one.tenantId === tenantId)
    if (ends.length > 1) this.#heldTenants.set(tenantId, Math.max(...ends.map(({ untilMs }) => untilMs)))
  }

  /** The channel does not know the bot: nothing goes, but one message now and then. True when that is news. */
  refuse(now: Date): boolean {
    const news = this.#refused === undefined
    const untilMs = now.getTime() + askAgainMs
    this.#refused = { sinceMs: this.#refused?.sinceMs ?? now.getTime(), untilMs }
    return news
  }

  /** The channel took something. True when that is news. */
  accept(): boolean {
    const news = this.#refused !== undefined
    this.#refused = undefined
    return news
  }

  /** Since when the channel refuses the bot. */
  get refusedSince(): Date | undefined {
    return this.#refused && new Date(this.#refused.sinceMs)
  }

  /** How many may be on their way at once: one while the channel is asked whether it takes the bot again. */
  mostAtOnce(most: number): number {
    return this.#refused ? 1 : most
  }

  closedUntilMs(nowMs: number): number {
    return Math.max(this.#refused?.untilMs ?? 0, this.#buckets.fullUntilMs, nowMs)
  }

  /** Tenants to which nothing may go now, and until when. */
  closedTenants(now: Date): Map<string, number> {
    const nowMs = now.getTime()
    for (const [tenantId, untilMs] of this.#heldTenants)
      if (untilMs <= nowMs) this.#heldTenants.delete(tenantId)
    return new Map([...this.#buckets.fullTenants(nowMs), ...this.#heldTenants])
  }
}
