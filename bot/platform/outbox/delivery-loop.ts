import { Poller } from '../base/poller.ts'
import { isWorthAPoll } from '../base/slots.ts'
import type { Timers } from '../base/timers.ts'
import { type DueMessage, nextDueAt, takeDue } from './due-store.ts'
import { OnTheWay } from './in-flight.ts'
import { alone, type Lead } from './leader-lease.ts'
import { postpone, postponeLanes } from './outbox-store.ts'
import { Gate } from './send-limits.ts'
import { cardOf, sendMessage } from './send-message.ts'
import type { Outbox, SendOptions, Write } from './sending.ts'

export interface OutboxOptions<C> extends SendOptions<C> {
  timers?: Timers
  /** Shared with whoever else speaks to the channel, so that all is counted. */
  gate?: Gate
  /** Conversations in which something may be on its way at the same time; 32 unless told. */
  atOnce?: number
  /** Whether it is this instance that sends; always, unless told. */
  lead?: Lead
}

/** Enough for 100 messages a second that take 300 ms each, and for some that hang until their time is over. */
const mostAtOnce = 32

/**
 * Delivers the messages of the outbox: one at a time per place, so that cards change in order and the channel meets no
 * two of us, and many places at once as far as the gate lets them. A message is taken away after it was delivered: a crash
 * in between shows the same card once more, and may post a new message a second time.
 */
export const makeOutbox = <C>(options: OutboxOptions<C>): Outbox => new DeliveryLoop(options)

class DeliveryLoop<C> implements Outbox {
  readonly #options: OutboxOptions<C>
  readonly #gate: Gate
  readonly #lead: Lead
  readonly #atOnce: number
  readonly #onTheWay = new OnTheWay()
  readonly #poller: Poller<'outbox'>

  constructor(options: OutboxOptions<C>) {
    const { clock, log, timers } = options
    this.#options = options
    this.#gate = options.gate ?? new Gate()
    this.#lead = options.lead ?? alone
    this.#atOnce = options.atOnce ?? mostAtOnce
    this.#poller = new Poller({
      clock,
      log,
      ...(timers && { timers }),
      sources: () => ['outbox'],
      poll: () => this.#poll(),
      waitMs: () => this.#waitMs(),
      failure: 'the messages that are due could not be read',
      subscribe: (wake) => options.database.afterCommit('outbox', wake),
    })
  }

  get refusedSince(): Date | undefined {
    return this.#gate.refusedSince
  }

  start(): Promise<void> {
    return this.#poller.start()
  }

  async stop(): Promise<void> {
    await this.#poller.stop()
    await Promise.all(this.#onTheWay.messages)
    await this.#lead.giveBack()
  }

  wake(): void {
    this.#poller.wake()
  }

  settled(): Promise<void> {
    return this.#poller.settled(
      this.#onTheWay.messages,
      async () => this.#maySend() && !this.#isClosed() && (await this.#due(1)).length > 0,
    )
  }

  #maySend(): boolean {
    return this.#poller.mayPoll && this.#lead.isHeld
  }

  #isClosed(): boolean {
    const nowMs = this.#options.clock().getTime()
    return this.#gate.closedUntilMs(nowMs) > nowMs
  }

  async #poll(): Promise<void> {
    if (await this.#lead.ask()) await this.#fill()
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
    const { clock } = this.#options
    const card = activityId === null || urgent ? undefined : cardOf(conversationId, activityId)
    const wait = message.silence ? undefined : this.#gate.findWait(route, clock(), card)
    if (!wait) this.#send(message)
    else if (wait.what === 'card') await this.#write((tx) => postpone(tx, message, wait.until))
    else if (wait.what === 'conversation' || route.isGuessed)
      await this.#write((tx) => postponeLanes(tx, route.lanes, wait.until))
    else return false
    return true
  }

  #send(message: DueMessage): void {
    const { route, silence } = message
    const [gate, lead, write] = [this.#gate, this.#lead, this.#write]
    if (!silence) gate.count(route, this.#options.clock())
    const send = (answered: () => void): Promise<void> => {
      const onAnswer = (): void => {
        answered()
        // The end of each message polls in any case.
        if (isWorthAPoll(this.#room(), this.#atOnce)) void this.#poller.poll()
      }
      const sending = { ...this.#options, gate, lead, write, answered: onAnswer }
      return sendMessage(sending, message).catch((error) =>
        this.#poller.pause(error, 'what became of a message could not be written'),
      )
    }
    this.#onTheWay.add(route.lanes, send, () => void this.#poller.poll())
  }

  /** Of whoever holds the lead now. */
  get #write(): Write {
    const fence = this.#lead.fence()
    return (work) =>
      this.#options.database.transaction(async (tx) => {
        await fence(tx)
        return work(tx)
      })
  }

  /** Until something falls due, or what is due but had to wait for the whole channel or a tenant may go. */
  async #waitMs(): Promise<number> {
    const { isHeld, pollMs } = this.#lead
    if (!isHeld) return pollMs
    const { database, clock } = this.#options
    const now = clock()
    const next = await nextDueAt(database.db, now)
    const closedMs = this.#gate.closedUntilMs(now.getTime())
    const ends = [...this.#gate.closedTenants(now).values()]
    if (next) ends.push(next.getTime())
    if (closedMs > now.getTime()) ends.push(closedMs)
    return Math.min(pollMs, Math.max(0, Math.min(...ends) - now.getTime()))
  }
}
