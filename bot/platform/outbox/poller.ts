import { AsyncResource } from 'node:async_hooks'
import type { Log } from '../base/log.ts'
import { type Clock, hours, later, seconds } from '../base/time.ts'
import type { Timers } from '../base/timers.ts'

/** Timers overflow at 24.8 days; looking once an hour costs nothing. */
const longestTimerMs = hours(1)
/** Rest after the database itself failed, so that a full disk is not hammered. */
const restMs = seconds(5)

interface LooksOptions {
  clock: Clock
  timers: Timers
  log: Log
  /** Takes what is due; gives the time after which to look again, which may be infinite. */
  look: () => Promise<number>
}

/** When to look into the outbox: one look at a time, again when somebody asked meanwhile, and a rest after a failure. */
export class Looks {
  readonly #options: LooksOptions
  /** Whoever wakes us may do so inside of a transaction; our work must not count as part of it. */
  readonly #own = new AsyncResource('Outbox')
  #state: 'new' | 'started' | 'stopped' = 'new'
  #unseen = false
  #looking: Promise<void> | undefined
  #restUntil: Date | undefined
  #cancelTimer = (): void => {}

  constructor(options: LooksOptions) {
    this.#options = options
  }

  start(): Promise<void> {
    this.#state = 'started'
    return this.ask()
  }

  /** Begins no other look and waits for the one under way. */
  async stop(): Promise<void> {
    this.#state = 'stopped'
    this.#cancelTimer()
    await this.#looking
  }

  wake(): void {
    if (this.#state === 'started') void this.ask()
  }

  get mayLook(): boolean {
    return this.#state !== 'stopped' && this.#restLeftMs() <= 0
  }

  /** What is asked for while a look is under way is looked at before it ends. Never rejects. */
  ask(): Promise<void> {
    this.#unseen = true
    this.#looking ??= this.#own.runInAsyncScope(() => this.#lookWhileUnseen())
    return this.#looking
  }

  rest(error: unknown, message: string): void {
    const { clock, log } = this.#options
    log.error({ error }, message)
    this.#restUntil = later(clock(), restMs)
  }

  async #lookWhileUnseen(): Promise<void> {
    try {
      // Lets `#looking` be set before the work begins.
      await undefined
      while (this.#unseen && this.mayLook) {
        this.#unseen = false
        const againMs = await this.#options.look()
        if (!this.#unseen && againMs < Number.POSITIVE_INFINITY) this.#arm(againMs)
      }
    } catch (error) {
      this.rest(error, 'the messages that are due could not be read')
    } finally {
      this.#looking = undefined
      // Also when a timer rang too early: timers and the clock do not measure the same time.
      if (this.#restLeftMs() > 0) this.#arm(this.#restLeftMs())
    }
  }

  #restLeftMs(): number {
    return (this.#restUntil?.getTime() ?? 0) - this.#options.clock().getTime()
  }

  #arm(waitMs: number): void {
    if (this.#state !== 'started') return
    this.#cancelTimer()
    this.#cancelTimer = this.#options.timers.after(Math.min(waitMs, longestTimerMs), () => this.wake())
  }
}
