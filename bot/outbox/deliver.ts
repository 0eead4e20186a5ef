import { AsyncResource } from 'node:async_hooks'
import { hours, later, seconds } from '../time.ts'
import { nextDueAt, type OutboxMessage, takeDue } from './outbox-store.ts'
import { type SendOptions, sendMessage } from './send-message.ts'

/** Calls `run` once after `ms`, unless the returned function is called before. */
export interface Timers {
  after(ms: number, run: () => void): () => void
}

export interface OutboxOptions<C> extends SendOptions<C> {
  timers?: Timers
}

/** The loop that delivers what stands in the outbox. */
export interface Outbox {
  /** Sends what is due, also what a crash left behind. */
  start(): Promise<void>
  /** Sends nothing new and waits for what is on its way. */
  stop(): Promise<void>
  /** Looks for due messages now; call after a commit that added one. */
  wake(): void
  /** Resolves when nothing that may be sent now is due or on its way. For tests and for a calm end. */
  settled(): Promise<void>
}

const mostAtOnce = 8
/** Timers overflow at 24.8 days; looking once an hour costs nothing. */
const longestTimerMs = hours(1)
/** Rest after the database itself failed, so that a full disk is not hammered. */
const restMs = seconds(5)

const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms).unref()
    return () => clearTimeout(timer)
  },
}

/**
 * Delivers the messages of the outbox: one at a time per conversation, so that cards change in order, and up to eight
 * conversations at once. A message is taken away after it was delivered: a crash in between shows the same card once
 * more, and may post a new message a second time.
 */
export const makeOutbox = <C>(options: OutboxOptions<C>): Outbox => new DeliveryLoop(options)

class DeliveryLoop<C> implements Outbox {
  readonly #options: OutboxOptions<C>
  readonly #timers: Timers
  /** What is on its way, by conversation. */
  readonly #sending = new Map<string, Promise<void>>()
  /** Conversations in which the channel asked for silence, and until when. A crash forgets it and is told again. */
  readonly #held = new Map<string, Date>()
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
  }

  async start(): Promise<void> {
    this.#state = 'started'
    await this.#look()
  }

  async stop(): Promise<void> {
    this.#state = 'stopped'
    this.#cancelTimer()
    await this.#looking
    await Promise.all(this.#sending.values())
  }

  wake(): void {
    if (this.#state === 'started') void this.#look()
  }

  async settled(): Promise<void> {
    for (;;) {
      if (this.#maySend()) await this.#look()
      if (this.#sending.size > 0) await Promise.race(this.#sending.values())
      else if (!this.#maySend() || (await this.#due(1)).length === 0) return
    }
  }

  #maySend(): boolean {
    return this.#state !== 'stopped' && this.#restLeftMs() <= 0
  }

  #restLeftMs(): number {
    return (this.#restUntil?.getTime() ?? 0) - this.#options.clock().getTime()
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

  async #fill(): Promise<void> {
    while (this.#sending.size < mostAtOnce) {
      const messages = await this.#due(mostAtOnce - this.#sending.size)
      if (messages.length === 0 || !this.#maySend()) return
      for (const message of messages) {
        if (!this.#sending.has(message.conversationId)) this.#send(message)
      }
    }
  }

  /** Due messages of conversations in which nothing is on its way. */
  #due(limit: number): Promise<OutboxMessage[]> {
    const now = this.#options.clock()
    for (const [conversationId, until] of this.#held) if (until <= now) this.#held.delete(conversationId)
    return takeDue(this.#options.database.db, now, limit, [...this.#sending.keys(), ...this.#held.keys()])
  }

  #send(message: OutboxMessage): void {
    const { conversationId } = message
    const sending = sendMessage(this.#options, message)
      .then((silentUntil) => {
        if (silentUntil) this.#held.set(conversationId, silentUntil)
      })
      .catch((error) => this.#rest(error, 'what became of a message could not be written'))
      .finally(() => {
        this.#sending.delete(conversationId)
        void this.#look()
      })
    this.#sending.set(conversationId, sending)
  }

  #rest(error: unknown, message: string): void {
    const { clock, log } = this.#options
    log.error({ error }, message)
    this.#restUntil = later(clock(), restMs)
  }

  async #setTimer(): Promise<void> {
    const { database, clock } = this.#options
    const now = clock()
    const next = await nextDueAt(database.db, now)
    const ends = [...this.#held.values(), ...(next ? [next] : [])].map((at) => at.getTime() - now.getTime())
    if (ends.length > 0) this.#arm(Math.max(0, Math.min(...ends)))
  }

  #arm(waitMs: number): void {
    if (this.#state !== 'started') return
    this.#cancelTimer()
    this.#cancelTimer = this.#timers.after(Math.min(waitMs, longestTimerMs), () => this.wake())
  }
}
