import { AsyncResource } from 'node:async_hooks'
import type { Log } from './log.ts'
import { type Clock, hours, later, seconds } from './time.ts'
import { backgroundTimers, type Timers } from './timers.ts'

/** Node's timers overflow at 24.8 days; a poll once an hour costs nothing. */
const longestWaitMs = hours(1)
/** Pause after a database failure, so that a full disk is not hammered. */
const pauseMs = seconds(5)

export interface PollerOptions<T> {
  clock: Clock
  log: Log
  timers?: Timers
  /** The sources that a wake-up polls. */
  sources: () => Iterable<T>
  /** Starts what is due in these sources. */
  poll: (sources: readonly T[]) => Promise<void>
  /** Time until the next poll if nothing wakes it; infinite: none. Counts what falls due after `since`, the start of the last poll. */
  waitMs: (since: Date) => Promise<number>
  /** Logged when `poll` or `waitMs` fails. */
  failure: string
  /** Calls `wake` when something may be due. The result unsubscribes. */
  subscribe: (wake: () => void) => () => void
}

/** Polls one at a time, once more if woken meanwhile, and pauses after a failure. */
export class Poller<T> {
  readonly #options: PollerOptions<T>
  /** A caller can wake the poller within a transaction; the poll must not become part of it. */
  readonly #own = new AsyncResource('Poller')
  readonly #woken = new Set<T>()
  #state: 'new' | 'started' | 'stopped' = 'new'
  #polling: Promise<void> | undefined
  #pausedUntil: Date | undefined
  #unsubscribe = (): void => {}
  #cancelTimer = (): void => {}

  constructor(options: PollerOptions<T>) {
    this.#options = options
  }

  start(): Promise<void> {
    this.#state = 'started'
    this.#unsubscribe()
    this.#unsubscribe = this.#options.subscribe(() => this.wake())
    return this.poll()
  }

  /** Starts no other poll and waits for the current one. */
  async stop(): Promise<void> {
    this.#state = 'stopped'
    this.#unsubscribe()
    this.#cancelTimer()
    await this.#polling
  }

  /** Polls all sources if started and not stopped. */
  wake(): void {
    if (this.#state === 'started') void this.poll()
  }

  get mayPoll(): boolean {
    return this.#state !== 'stopped' && this.#pauseLeftMs() <= 0
  }

  /** Sources added during a poll are polled before the promise resolves. Never rejects. */
  poll(sources: Iterable<T> = this.#options.sources()): Promise<void> {
    for (const source of sources) this.#woken.add(source)
    this.#polling ??= this.#own.runInAsyncScope(() => this.#pollWoken())
    return this.#polling
  }

  /** Resolves when nothing is running and nothing that may start now is due. For tests and shutdown. */
  async settled(running: ReadonlySet<Promise<void>>, isAnyDue: () => Promise<boolean>): Promise<void> {
    for (;;) {
      if (this.mayPoll) await this.poll()
      if (running.size > 0) await Promise.race(running)
      else if (!this.mayPoll || !(await isAnyDue())) return
    }
  }

  /** Logs the failure and stops polling for a while. */
  pause(error: unknown, message: string): void {
    const { clock, log } = this.#options
    log.error({ error }, message)
    this.#pausedUntil = later(clock(), pauseMs)
    this.#arm(pauseMs)
  }

  async #pollWoken(): Promise<void> {
    try {
      // Yields so that `#polling` is set before the work starts.
      await undefined
      while (this.#woken.size > 0 && this.mayPoll) {
        const sources = [...this.#woken]
        this.#woken.clear()
        // Read before the poll: work that falls due during it must not be missed by both.
        const since = this.#options.clock()
        await this.#options.poll(sources)
        if (this.#woken.size === 0 && this.#state === 'started') this.#arm(await this.#options.waitMs(since))
      }
    } catch (error) {
      this.pause(error, this.#options.failure)
    } finally {
      this.#polling = undefined
      // Needed also if a timer fired early: timers and the clock measure time differently. The pause can be over by now.
      if (this.#woken.size > 0 || this.#pauseLeftMs() > 0) this.#arm(this.#pauseLeftMs())
    }
  }

  #pauseLeftMs(): number {
    const leftMs = (this.#pausedUntil?.getTime() ?? 0) - this.#options.clock().getTime()
    // More than a whole pause is left only if the clock was set back.
    return leftMs > pauseMs ? 0 : Math.max(0, leftMs)
  }

  #arm(waitMs: number): void {
    if (this.#state !== 'started' || waitMs === Number.POSITIVE_INFINITY) return
    const { timers = backgroundTimers } = this.#options
    this.#cancelTimer()
    this.#cancelTimer = timers.after(Math.min(waitMs, longestWaitMs), () => this.wake())
  }
}
