import { AsyncResource } from 'node:async_hooks'
import { later, seconds } from '../base/time.ts'
import { wakeAfterCommit } from '../storage/commit-wakes.ts'
import type { Tx } from '../storage/database.ts'
import { makeFindDueQueues } from './due-queues-store.ts'
import type { Jobs, NewJob, Worker } from './jobs.ts'
import { findNextRunAt, putJob, removeJob, type TakenJob } from './jobs-store.ts'
import { type RunOptions, runJob } from './run-job.ts'
import { isWorthALook, roomIn, type WorkQueue } from './work-queue.ts'

/** Rest after the database itself failed, so that a full disk is not hammered. */
const restMs = seconds(5)

/** Who may work on what: the part in which one process and many differ. */
export interface Claims {
  /** Takes at most `room` due jobs of the queue that nobody works on. `active`: ids of those under way here. */
  take(queue: string, room: number, active: ReadonlySet<number>): Promise<TakenJob[]>
  /** A job that was taken is not under way any more, however it ended. */
  drop(job: TakenJob): void
  /** Time after which to look again although nobody called and nothing is known to fall due. */
  longestWaitMs: number
}

/** Looks for due jobs, lets as many work as may, and sleeps until the next one falls due. */
export class JobsEngine implements Jobs {
  readonly #options: RunOptions
  readonly #claims: Claims
  readonly #queues = new Map<string, WorkQueue>()
  readonly #running = new Set<Promise<void>>()
  /** Queues that got a job through `enqueue` since the last look. */
  readonly #touched = new Set<string>()
  readonly #unseen = new Set<WorkQueue>()
  /** Whoever wakes us may do so inside of a transaction; our work must not count as part of it. */
  readonly #own = new AsyncResource('JobsEngine')
  #findDue = makeFindDueQueues([])
  readonly #unsubscribe: () => void
  #state: 'new' | 'started' | 'stopped' = 'new'
  #looking: Promise<void> | undefined
  #restUntil: Date | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(options: RunOptions, claims: Claims) {
    this.#options = options
    this.#claims = claims
    this.#unsubscribe = options.database.afterCommit('jobs', () => this.wake())
  }

  async enqueue(tx: Tx, job: NewJob): Promise<void> {
    await putJob(tx, job, this.#options.clock())
    this.#touched.add(job.queue)
    wakeAfterCommit(tx, 'jobs')
  }

  /** A job under way counts as waiting as long as it has not committed: what it found is then thrown away. */
  cancel(tx: Tx, queue: string, key: string): Promise<boolean> {
    return removeJob(tx, queue, key)
  }

  work<D>(name: string, { concurrency }: { concurrency: number }, worker: Worker<D>): void {
    if (this.#queues.has(name)) throw new Error(`Queue "${name}" has its worker already`)
    this.#queues.set(name, {
      name,
      concurrency,
      work: worker as Worker<unknown>,
      active: new Set(),
      working: 0,
    })
    this.#findDue = makeFindDueQueues([...this.#queues.keys()])
  }

  async start(): Promise<void> {
    this.#state = 'started'
    await this.#look(this.#queues.values())
  }

  async stop(): Promise<void> {
    this.#state = 'stopped'
    this.#unsubscribe()
    clearTimeout(this.#timer)
    await this.#looking
    await Promise.all(this.#running)
  }

  wake(): void {
    if (this.#state === 'started') void this.#look(this.#queues.values())
  }

  async settled(): Promise<void> {
    for (;;) {
      if (this.#mayTake()) await this.#look(this.#queues.values())
      if (this.#running.size > 0) await Promise.race(this.#running)
      else if (!this.#mayTake() || !(await this.#isAnyDue())) return
    }
  }

  #mayTake(): boolean {
    return this.#state !== 'stopped' && this.#restLeftMs() <= 0
  }

  #restLeftMs(): number {
    return (this.#restUntil?.getTime() ?? 0) - this.#options.clock().getTime()
  }

  async #isAnyDue(): Promise<boolean> {
    const { database, clock } = this.#options
    const due = await this.#findDue(database.db, clock())
    return due.length > 0 || this.#running.size > 0
  }

  /** One look at a time; what is asked for meanwhile is looked at before it ends. Never rejects. */
  #look(queues: Iterable<WorkQueue>): Promise<void> {
    for (const queue of queues) this.#unseen.add(queue)
    this.#looking ??= this.#own.runInAsyncScope(() => this.#lookAtUnseen())
    return this.#looking
  }

  async #lookAtUnseen(): Promise<void> {
    try {
      // Lets `#looking` be set before the work begins.
      await undefined
      while (this.#unseen.size > 0 && this.#mayTake()) {
        const queues = [...this.#unseen]
        this.#unseen.clear()
        for (const queue of await this.#worthFilling(queues)) await this.#fill(queue)
        if (this.#unseen.size === 0) await this.#setTimer()
      }
    } catch (error) {
      this.#rest(error, 'the jobs that are due could not be read')
    } finally {
      this.#looking = undefined
      // Also when a timer rang too early: timers and the clock do not measure the same time.
      if (this.#restLeftMs() > 0) this.#arm(this.#restLeftMs())
    }
  }

  /** Those with room and something to do. What a single one has to do, `take` finds out by itself. */
  async #worthFilling(queues: readonly WorkQueue[]): Promise<WorkQueue[]> {
    const { database, clock } = this.#options
    const open = queues.filter((queue) => roomIn(queue) > 0)
    if (open.length < 2) return open
    const due = await this.#findDue(database.db, clock())
    return open.filter(({ name }) => due.includes(name))
  }

  async #fill(queue: WorkQueue): Promise<void> {
    for (const job of await this.#claims.take(queue.name, roomIn(queue), queue.active)) {
      if (this.#mayTake()) this.#take(queue, job)
      else this.#claims.drop(job)
    }
  }

  #take(queue: WorkQueue, job: TakenJob): void {
    queue.active.add(job.id)
    queue.working += 1
    const onWorked = (): void => {
      queue.working -= 1
      if (isWorthALook(queue)) void this.#look([queue])
    }
    const run = runJob(this.#options, queue.work, job, onWorked)
      .catch((error) => this.#rest(error, 'a failed job could not be postponed'))
      .finally(() => {
        this.#running.delete(run)
        queue.active.delete(job.id)
        this.#claims.drop(job)
        const touched = [...this.#touched].flatMap((name) => this.#queues.get(name) ?? [])
        this.#touched.clear()
        void this.#look(isWorthALook(queue) ? [queue, ...touched] : touched)
      })
    this.#running.add(run)
  }

  #rest(error: unknown, message: string): void {
    const { clock, log } = this.#options
    log.error({ err: error }, message)
    this.#restUntil = later(clock(), restMs)
  }

  async #setTimer(): Promise<void> {
    if (this.#state !== 'started') return
    const { database, clock } = this.#options
    const now = clock()
    const next = await findNextRunAt(database.db, [...this.#queues.keys()], now)
    const { longestWaitMs } = this.#claims
    this.#arm(next ? next.getTime() - now.getTime() : longestWaitMs)
  }

  #arm(waitMs: number): void {
    if (this.#state !== 'started') return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.wake(), Math.min(waitMs, this.#claims.longestWaitMs)).unref()
  }
}
