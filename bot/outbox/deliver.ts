import { AsyncResource } from 'node:async_hooks'
import { hours, later, seconds } from '../time.ts'
import { type DueMessage, nextDueAt, takeDue } from './due-store.ts'
import { Gate } from './gate.ts'
import { OnTheWay } from './on-the-way.ts'
import { postpone, postponeLanes } from './outbox-store.ts'
import { cardOf, sendMessage } from './send-message.ts'
import type { Outbox, SendOptions } from './sending.ts'
import { systemTimers, type Timers } from './timers.ts'

export interface OutboxOptions<C> extends SendOptions<C> {
  timers?: Timers
  /** Shared with whoever else speaks to the channel, so that all is counted. */
  gate?: Gate
  /** Conversations in which something may be on its way at the same time; 32 unless told. */
  atOnce?: number
}

/** Enough for 100 messages a second that take 300 ms each, and for some that hang until their time is over. */
const mostAtOnce = 32
/** Timers overflow at 24.8 days; looking once an hour costs nothing. */
const longestTimerMs = hours(1)
/** Rest after the database itself failed, so that a full disk is not hammered. */
const restMs = seconds(5)

/**
 * Delivers the messages of the outbox: one at a time per place, so that cards change in order and the channel meets no
 * two of us, and many places at once as far as the gate lets them. A message is taken away after it was delivered: a crash
 * in between shows the same card once more, and may post a new message a second time.
 */
export const makeOutbox = <C>(options: OutboxOptions<C>): Outbox => new DeliveryLoop(options)

class DeliveryLoop<C> implements Outbox {
  readonly #options: OutboxOptions<C>
  readonly #timers: Timers
  readonly #gate: Gate
  readonly #atOnce: number
  readonly #onTheWay = new OnTheWay()
  /** Whoever wakes us may do so inside of a transaction; our work must not count as part of it. */
  readonly #own = new AsyncResource('Outbox')
  #state: 'new' | 'started' | 'stopped' = 'new'
  #unseen = false
  #looking: Promise<void> | undefined
  #restUntil: Date | undefined
  #cancelTimer = (): void => {}

  constructor(options: OutboxOptions<C>) {
    this.#options = options
    this.#timers = options.timers ?? systemTimers
    this.#gate = options.gate ?? new Gate()
    this.#atOnce = options.atOnce ?? mostAtOnce
  }

  get refusedSince(): Date | undefined {
    return this.#gate.refusedSince
  }

  async start(): Promise<void> {
    this.#state = 'started'
    await this.#look()
  }

  async stop(): Promise<void> {
    this.#state = 'stopped'
    this.#cancelTimer()
    await this.#looking
    await Promise.all(this.#onTheWay.messages)
  }

  wake(): void {
    if (this.#state === 'started') void this.#look()
  }

  async settled(): Promise<void> {
    for (;;) {
      if (this.#maySend()) await this.#look()
      if (this.#onTheWay.messages.size > 0) await Promise.race(this.#onTheWay.messages)
      else if (!this.#maySend() || this.#isClosed() || (await this.#due(1)).length === 0) return
    }
  }

  #maySend(): boolean {
    return this.#state !== 'stopped' && this.#restLeftMs() <= 0
  }

  #restLeftMs(): number {
    return (this.#restUntil?.getTime() ?? 0) - this.#options.clock().getTime()
  }

  #isClosed(): boolean {
    const nowMs = this.#options.clock().getTime()
    return this.#gate.closedUntilMs(nowMs) > nowMs
  }

  /** One look at a time; what is asked for meanwhile is looked at before it ends. Never rejects. */
  #look(): Promise<void> {
    this.#unseen = true
    this.#looking ??= this.#own.runInAsyncScope(() => this.#lookWhileUnseen())
    return this.#looking
  }

  async #lookWhileUnseen(): Promise<void> {
    try {
      // Lets `#looking` be set before the work begins.
      await undefined
      while (this.#unseen && this.#maySend()) {
        this.#unseen = false
        await this.#fill()
        if (!this.#unseen) await this.#setTimer()
      }
    } catch (error) {
      this.#rest(error, 'the messages that are due could not be read')
    } finally {
      this.#looking = undefined
      // Also when a timer rang too early: timers and the clock do not measure the same time.
      if (this.#restLeftMs() > 0) this.#arm(this.#restLeftMs())
    }
  }

  /** Every round sends, postpones or leaves out what it took, so it comes to an end. */
  async #fill(): Promise<void> {
    const passed = new Set<string>()
    for (;;) {
      const room = this.#room()
      if (room <= 0 || this.#isClosed()) return
      const messages = await this.#due(room, passed)
      if (messages.length === 0 || !this.#maySend()) return
      for (const message of messages) if (!(await this.#sendOrWait(message))) passed.add(message.lane)
    }
  }

  #room(): number {
    return this.#onTheWay.roomFor(this.#gate.mostAtOnce(this.#atOnce))
  }

  /** Due messages to places to which nothing is on its way, and to tenants that have room. */
  #due(limit: number, passed: Iterable<string> = []): Promise<DueMessage[]> {
    const now = this.#options.clock()
    const tenants = this.#gate.closedTenants(now).keys()
    return takeDue(this.#options.database.db, now, limit, {
      lanes: [...this.#onTheWay.lanes, ...passed],
      tenants,
    })
  }

  /** A place or a card that has to wait waits in its rows, so that the next look passes it by. False: nothing was done. */
  async #sendOrWait(message: DueMessage): Promise<boolean> {
    const { route, conversationId, activityId, urgent } = message
    if (this.#onTheWay.isBusy(route.lanes)) return false
    const { clock, database } = this.#options
    const card = activityId === null || urgent ? undefined : cardOf(conversationId, activityId)
    const wait = message.silence ? undefined : this.#gate.findWait(route, clock(), card)
    if (!wait) this.#send(message)
    else if (wait.what === 'card') await postpone(database.db, message, wait.until)
    else if (wait.what === 'conversation' || route.isGuessed)
      await postponeLanes(database.db, route.lanes, wait.until)
    else return false
    return true
  }

  #send(message: DueMessage): void {
    const { route, silence } = message
    if (!silence) this.#gate.count(route, this.#options.clock())
    const send = (answered: () => void): Promise<void> => {
      const onAnswer = (): void => {
        answered()
        // A look is taken for several places at once; the end of each message takes one in any case.
        if (this.#room() * 8 >= this.#atOnce) void this.#look()
      }
      return sendMessage({ ...this.#options, gate: this.#gate, answered: onAnswer }, message).catch((error) =>
        this.#rest(error, 'what became of a message could not be written'),
      )
    }
    this.#onTheWay.add(route.lanes, send, () => void this.#look())
  }

  #rest(error: unknown, message: string): void {
    const { clock, log } = this.#options
    log.error({ error }, message)
    this.#restUntil = later(clock(), restMs)
  }

  /** For what falls due, and for what is due but had to wait for the whole channel or a tenant. */
  async #setTimer(): Promise<void> {
    const { database, clock } = this.#options
    const now = clock()
    const next = await nextDueAt(database.db, now)
    const closedMs = this.#gate.closedUntilMs(now.getTime())
    const ends = [...this.#gate.closedTenants(now).values()]
    if (next) ends.push(next.getTime())
    if (closedMs > now.getTime()) ends.push(closedMs)
    if (ends.length > 0) this.#arm(Math.max(0, Math.min(...ends) - now.getTime()))
  }

  #arm(waitMs: number): void {
    if (this.#state !== 'started') return
    this.#cancelTimer()
    this.#cancelTimer = this.#timers.after(Math.min(waitMs, longestTimerMs), () => this.wake())
  }
}
