import { minutes } from '../base/time.ts'
import { CardThrottle } from './card-throttle.ts'
import { type Destination, SlidingWindows } from './sliding-windows.ts'

/** The resolved target of a message. */
export interface Route extends Destination {
  /** Ordering keys of the same target: a person's address and their chat, a channel and its threads. */
  orderingKeys: readonly string[]
  /** The conversation isn't stored: its tenant is that of another thread of the channel. */
  isGuessed?: boolean
}

export interface Wait {
  what: 'card' | 'conversation' | 'tenant' | 'all'
  until: Date
}

/** While the channel refuses the bot, one message per interval probes it. */
const askAgainMs = minutes(5)

/**
 * Decides if a message may be sent now: card throttle, send limits, and conversations that the channel throttles. In memory:
 * after a crash the channel throttles again, and the limits are half of what Teams allows.
 */
export class SendLimits {
  readonly #windows: SlidingWindows
  readonly #cardThrottle: CardThrottle
  /** Throttled conversations. */
  readonly #throttled = new Map<string, { tenantId: string; untilMs: number }>()
  readonly #throttledTenants = new Map<string, number>()
  #refused: { sinceMs: number; untilMs: number } | undefined
  /** Conversations where the bot is refused now, and those where it still was when another accepted it. */
  readonly #refusing = new Set<string>()
  readonly #lone = new Set<string>()

  constructor({
    windows = new SlidingWindows(),
    cardThrottle = new CardThrottle(),
  }: { windows?: SlidingWindows; cardThrottle?: CardThrottle } = {}) {
    this.#windows = windows
    this.#cardThrottle = cardThrottle
  }

  /** Why the message must wait; undefined: it may be sent. `card` is absent for a new one. */
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

  count(destination: Destination, now: Date): void {
    this.#windows.count(destination, now.getTime())
  }

  noteShown(card: string, now: Date): void {
    this.#cardThrottle.noteShown(card, now.getTime())
  }

  /** The channel throttled this conversation; a second one at the same time throttles the whole tenant. */
  throttle({ conversation, tenantId }: Route, now: Date, until: Date): void {
    const nowMs = now.getTime()
    for (const [key, { untilMs }] of this.#throttled) if (untilMs <= nowMs) this.#throttled.delete(key)
    this.#throttled.set(conversation, { tenantId, untilMs: until.getTime() })
    const ends = [...this.#throttled.values()].filter((one) => one.tenantId === tenantId)
    if (ends.length > 1) this.#throttledTenants.set(tenantId, Math.max(...ends.map(({ untilMs }) => untilMs)))
  }

  /** The channel refuses the bot: only probes are sent. True if it didn't before. */
  refuse(now: Date, conversation: string): boolean {
    this.#refusing.add(conversation)
    const news = this.#refused === undefined
    const untilMs = now.getTime() + askAgainMs
    this.#refused = { sinceMs: this.#refused?.sinceMs ?? now.getTime(), untilMs }
    return news
  }

  /** Others accepted the bot after this conversation refused it: that is no reason to stop for all. */
  isLone(conversation: string): boolean {
    return this.#lone.has(conversation)
  }

  /** The channel accepted a message. True if it refused the bot before. */
  accept(conversation: string): boolean {
    for (const each of this.#refusing) this.#lone.add(each)
    this.#refusing.clear()
    this.#lone.delete(conversation)
    const news = this.#refused !== undefined
    this.#refused = undefined
    return news
  }

  /** Since when the channel refuses the bot. */
  get refusedSince(): Date | undefined {
    return this.#refused && new Date(this.#refused.sinceMs)
  }

  /** Messages in flight at once: one while the channel is probed. */
  mostAtOnce(most: number): number {
    return this.#refused ? 1 : most
  }

  closedUntilMs(nowMs: number): number {
    return Math.max(this.#refused?.untilMs ?? 0, this.#windows.fullUntilMs, nowMs)
  }

  /** Tenants to which nothing may be sent now, and until when. */
  closedTenants(now: Date): Map<string, number> {
    const nowMs = now.getTime()
    for (const [tenantId, untilMs] of this.#throttledTenants)
      if (untilMs <= nowMs) this.#throttledTenants.delete(tenantId)
    return new Map([...this.#windows.fullTenants(nowMs), ...this.#throttledTenants])
  }
}
