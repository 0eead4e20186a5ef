import { Poller } from '../base/poller.ts'
import type { Timers } from '../base/timers.ts'
import { markDead } from './dead-letters-store.ts'
import { askAt, isBeyondDoubt } from './doubt.ts'
import { type DueMessage, nextDueAt, postponeFor, takeDue } from './due-store.ts'
import { InFlightMessages } from './in-flight.ts'
import { alwaysLeader, type LeaderLease } from './leader-lease.ts'
import { postpone, postponeOrderingKeys } from './outbox-store.ts'
import { SendLimits } from './send-limits.ts'
import { cardOf, sendMessage } from './send-message.ts'
import type { Outbox, SendOptions, Write } from './sending.ts'

export interface OutboxOptions<C> extends SendOptions<C> {
  timers?: Timers
  /** Shared with everything else that posts to the channel, so that all requests count. */
  sendLimits?: SendLimits
  /** Messages in flight at the same time, until their outcome is recorded. Default: 32. */
  atOnce?: number
  /** Elects the instance that sends. Default: always this one. */
  leaderLease?: LeaderLease
}

/**
 * Enough for 100 messages a second that take 300 ms each, and for some that hang until their timeout. So many can arrive twice
 * after a crash, so an answered message keeps its slot until it is recorded, also if the database is slow.
 */
const mostAtOnce = 32

/**
 * Delivers the outbox: one message at a time per conversation, so that cards change in order, and many conversations at once
 * within the send limits. A message is deleted after delivery, so a crash in between updates a card twice or posts it twice.
 */
export const makeOutbox = <C>(options: OutboxOptions<C>): Outbox => new DeliveryLoop(options)

class DeliveryLoop<C> implements Outbox {
  readonly #options: OutboxOptions<C>
  readonly #sendLimits: SendLimits
  readonly #leaderLease: LeaderLease
  readonly #atOnce: number
  readonly #inFlight = new InFlightMessages()
  readonly #poller: Poller<'outbox'>

  constructor(options: OutboxOptions<C>) {
    const { clock, log, timers } = options
    this.#options = options
    this.#sendLimits = options.sendLimits ?? new SendLimits()
    this.#leaderLease = options.leaderLease ?? alwaysLeader
    this.#atOnce = options.atOnce ?? mostAtOnce
    this.#poller = new Poller({
      clock,
      log,
      ...(timers && { timers }),
      sources: () => ['outbox'],
      poll: () => this.#poll(),
      waitMs: (since) => this.#waitMs(since),
      failure: 'the messages that are due could not be read',
      subscribe: (wake) => options.database.afterCommit('outbox', wake),
    })
  }

  get refusedSince(): Date | undefined {
    return this.#sendLimits.refusedSince
  }

  start(): Promise<void> {
    return this.#poller.start()
  }

  async stop(): Promise<void> {
    await this.#poller.stop()
    await Promise.all(this.#inFlight.messages)
    await this.#leaderLease.release()
  }

  wake(): void {
    this.#poller.wake()
  }

  settled(): Promise<void> {
    return this.#poller.settled(
      this.#inFlight.messages,
      async () => this.#maySend() && !this.#isClosed() && (await this.#due(1)).length > 0,
    )
  }

  #maySend(): boolean {
    return this.#poller.mayPoll && this.#leaderLease.isHeld
  }

  #isClosed(): boolean {
    const nowMs = this.#options.clock().getTime()
    return this.#sendLimits.closedUntilMs(nowMs) > nowMs
  }

  async #poll(): Promise<void> {
    if (await this.#leaderLease.acquire()) await this.#fill()
  }

  /** Every round sends, postpones or excludes its messages, so the loop ends. */
  async #fill(): Promise<void> {
    const passed = new Set<string>()
    for (;;) {
      const capacity = this.#sendLimits.mostAtOnce(this.#atOnce) - this.#inFlight.messages.size
      if (capacity <= 0 || this.#isClosed()) return
      const messages = await this.#due(capacity, passed)
      if (messages.length === 0 || !this.#maySend()) return
      for (const message of messages) if (!(await this.#sendOrWait(message))) passed.add(message.orderingKey)
    }
  }

  /** Due messages, without conversations that have one in flight and tenants at their limit. */
  #due(limit: number, passed: Iterable<string> = []): Promise<DueMessage[]> {
    const now = this.#options.clock()
    const tenants = this.#sendLimits.closedTenants(now).keys()
    return takeDue(this.#options.database.db, now, limit, {
      orderingKeys: [...this.#inFlight.orderingKeys, ...passed],
      tenants,
    })
  }

  /** Waits are stored in the rows of the conversation or card, so that the next poll skips them. False: nothing was done. */
  async #sendOrWait(message: DueMessage): Promise<boolean> {
    const { route, conversationId, activityId, urgent } = message
    if (this.#inFlight.isBusy(route.orderingKeys)) return false
    const { clock } = this.#options
    const card = activityId === null || urgent ? undefined : cardOf(conversationId, activityId)
    if (await this.#waitsFor(message)) return true
    const wait = this.#sendLimits.findWait(route, clock(), card)
    if (!wait) this.#send(message)
    else if (wait.what === 'card') await this.#write((tx) => postpone(tx, message, wait.until))
    else if (wait.what === 'conversation' || route.isGuessed)
      await this.#write((tx) => postponeOrderingKeys(tx, route.orderingKeys, wait.until))
    else return false
    return true
  }

  /** While the conversation is not to be asked again yet; with messages that waited for too long already it's over. */
  async #waitsFor(message: DueMessage): Promise<boolean> {
    const { clock, onSent } = this.#options
    const { doubt, sinceAt } = message
    if (!doubt) return false
    const now = clock()
    const againAt = askAt(doubt, sinceAt)
    if (againAt <= now) return false
    const isOver = isBeyondDoubt(doubt, sinceAt, now)
    const { reason } = doubt
    await this.#write((tx) =>
      isOver
        ? markDead(tx, message, now, { error: reason, reason })
        : postponeFor(tx, message, doubt, againAt),
    )
    if (isOver) onSent?.('dead')
    return true
  }

  #send(message: DueMessage): void {
    const { route } = message
    const [sendLimits, leaderLease, write] = [this.#sendLimits, this.#leaderLease, this.#write]
    sendLimits.count(route, this.#options.clock())
    const sent = sendMessage({ ...this.#options, sendLimits, leaderLease, write }, message).catch((error) =>
      this.#poller.pause(error, 'the outcome of a message could not be written'),
    )
    this.#inFlight.add(route.orderingKeys, sent, () => void this.#poller.poll())
  }

  /** Writes only while the current leader lease is held. */
  get #write(): Write {
    const fence = this.#leaderLease.fence()
    return (work) =>
      this.#options.database.transaction(async (tx) => {
        await fence(tx)
        return work(tx)
      })
  }

  /** Time until a message falls due, or a limit of the channel or a tenant ends. */
  async #waitMs(since: Date): Promise<number> {
    const { isHeld, pollMs } = this.#leaderLease
    if (!isHeld) return pollMs
    const { database, clock } = this.#options
    const now = clock()
    const next = await nextDueAt(database.db, since)
    const closedMs = this.#sendLimits.closedUntilMs(now.getTime())
    const ends = [...this.#sendLimits.closedTenants(now).values()]
    if (next) ends.push(next.getTime())
    if (closedMs > now.getTime()) ends.push(closedMs)
    return Math.min(pollMs, Math.max(0, Math.min(...ends) - now.getTime()))
  }
}
