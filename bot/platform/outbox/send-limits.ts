import { minutes } from '../base/time.ts'
import { CardThrottle } from './card-throttle.ts'
import { type Destination, SlidingWindows } from './sliding-windows.ts'

/** Where a message goes: all names of the place under which other messages to it may stand in the outbox. */
export interface Route extends Destination {
  /** Lanes of the outbox that lead to the same place: a person's address and their chat, a channel and its threads. */
  orderingKeys: readonly string[]
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
export class SendLimits {
  readonly #windows: SlidingWindows
  readonly #cardThrottle: CardThrottle
  /** Places and tenants in which the channel asked for silence. */
  readonly #throttled = new Map<string, { tenantId: string; untilMs: number }>()
  readonly #throttledTenants = new Map<string, number>()
  #refused: { sinceMs: number; untilMs: number } | undefined

  constructor({
    windows = new SlidingWindows(),
    cardThrottle = new CardThrottle(),
  }: { windows?: SlidingWindows; cardThrottle?: CardThrottle } = {}) {
    this.#windows = windows
    this.#cardThrottle = cardThrottle
  }

  /** Why this message has to wait; undefined when it may go. `card` is absent for a new one. */
  findWait(route: Route, now: Date, card?: string): Wait | undefined {
    const nowMs = now.getTime()
    const closedMs = this.closedUntilMs(nowMs)
    if (closedMs > nowMs) return { what: 'all', until: new Date(closedMs) }
    const tenantMs = this.#throttledTenants.get(route.tenantId) ?? 0
    if (tenantMs > nowMs) return { what: 'tenant', until: new Date(tenantMs) }
    const throttledMs = this.#throttled.get(route.conversation)?.untilMs ?? 0
    if (throttledMs > nowMs) return { what: 'conversation', until: new Date(throttledMs) }
    const full = this.#windows.findFull(route, nowMs)
    if (full) return { what: full.what, until: new Date(full.untilMs) }
    const cardMs = card === undefined ? 0 : this.#cardThrottle.untilMs(card, nowMs)
    return cardMs > nowMs ? { what: 'card', until: new Date(cardMs) } : undefined
  }

  /** Counts a request that is on its way. */
  count(destination: Destination, now: Date): void {
    this.#windows.count(destination, now.getTime())
  }

  noteShown(card: string, now: Date): void {
    this.#cardThrottle.noteShown(card, now.getTime())
  }

  /** The channel asked for silence in this place; when it does in a second place of the tenant, the tenant is meant. */
  throttle({ conversation, tenantId }: Route, now: Date, until: Date): void {
    const nowMs = now.getTime()
    for (const [key, { untilMs }] of this.#throttled) if (untilMs <= nowMs) this.#throttled.delete(key)
    this.#throttled.set(conversation, { tenantId, untilMs: until.getTime() })
    const ends = [...this.#throttled.values()].filter((one) => one.tenantId === tenantId)
    if (ends.length > 1) this.#throttledTenants.set(tenantId, Math.max(...ends.map(({ untilMs }) => untilMs)))
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
    return Math.max(this.#refused?.untilMs ?? 0, this.#windows.fullUntilMs, nowMs)
  }

  /** Tenants to which nothing may go now, and until when. */
  closedTenants(now: Date): Map<string, number> {
    const nowMs = now.getTime()
    for (const [tenantId, untilMs] of this.#throttledTenants)
      if (untilMs <= nowMs) this.#throttledTenants.delete(tenantId)
    return new Map([...this.#windows.fullTenants(nowMs), ...this.#throttledTenants])
  }
}
