import { Poller } from '../base/poller.ts'
import { wakeAfterCommit } from '../storage/commit-wakes.ts'
import type { Tx } from '../storage/database.ts'
import { makeFindDueQueues } from './due-queues-store.ts'
import type { Jobs, NewJob, Worker } from './jobs.ts'
import { findNextRunAt, putJob, removeJob, type TakenJob } from './jobs-store.ts'
import { type JobRunOptions, runJob } from './run-job.ts'
import { capacityOf, isWorthPolling, type WorkQueue } from './work-queue.ts'

/** How jobs are claimed: the part that differs between one process and several instances. */
export interface Claims {
  /** Claims at most `capacity` due jobs of the queue. `active`: IDs of the jobs that already run here. */
  take(queue: string, capacity: number, active: ReadonlySet<number>): Promise<TakenJob[]>
  /** Ends the claim, whatever the outcome. */
  drop(job: TakenJob): void
  /** Poll interval if nothing wakes the engine and no job is known to fall due. */
  longestWaitMs: number
}

/** Polls for due jobs, runs as many as the concurrency allows, and sleeps until the next one is due. */
export class JobsEngine implements Jobs {
  readonly #options: JobRunOptions
  readonly #claims: Claims
  readonly #queues = new Map<string, WorkQueue>()
  readonly #running = new Set<Promise<void>>()
  readonly #poller: Poller<WorkQueue>
  #findDue = makeFindDueQueues([])

  constructor(options: JobRunOptions, claims: Claims) {
    this.#options = options
    this.#claims = claims
    this.#poller = new Poller({
      clock: options.clock,
      log: options.log,
      sources: () => this.#queues.values(),
      poll: (queues) => this.#poll(queues),
      waitMs: (since) => this.#waitMs(since),
      failure: 'the jobs that are due could not be read',
      subscribe: (wake) => options.database.afterCommit('jobs', wake),
    })
  }

  async enqueue(tx: Tx, job: NewJob): Promise<void> {
    await putJob(tx, job, this.#options.clock())
    wakeAfterCommit(tx, 'jobs')
  }

  /** An active job can be canceled until it commits: its result is then discarded. */
  cancel(tx: Tx, queue: string, key: string): Promise<boolean> {
    return removeJob(tx, queue, key)
  }

  work<D>(name: string, { concurrency }: { concurrency: number }, worker: Worker<D>): void {
    if (this.#queues.has(name)) throw new Error(`Queue "${name}" has its worker already`)
    const work = worker as Worker<unknown>
    this.#queues.set(name, { name, concurrency, work, active: new Set(), working: 0 })
    this.#findDue = makeFindDueQueues([...this.#queues.keys()])
  }

  start(): Promise<void> {
    return this.#poller.start()
  }

  async stop(): Promise<void> {
    await this.#poller.stop()
    await Promise.all(this.#running)
  }

  wake(): void {
    this.#poller.wake()
  }

  settled(): Promise<void> {
    return this.#poller.settled(this.#running, () => this.#isAnyDue())
  }

  async #isAnyDue(): Promise<boolean> {
    const { database, clock } = this.#options
    const due = await this.#findDue(database.db, clock())
    return due.length > 0 || this.#running.size > 0
  }

  async #poll(queues: readonly WorkQueue[]): Promise<void> {
    for (const queue of await this.#worthFilling(queues)) await this.#fill(queue)
  }

  /** The queues with free slots and due jobs. With one queue, `take` alone is cheaper. */
  async #worthFilling(queues: readonly WorkQueue[]): Promise<WorkQueue[]> {
    const { database, clock } = this.#options
    const open = queues.filter((queue) => capacityOf(queue) > 0)
    if (open.length < 2) return open
    const due = await this.#findDue(database.db, clock())
    return open.filter(({ name }) => due.includes(name))
  }

  async #fill(queue: WorkQueue): Promise<void> {
    for (const job of await this.#claims.take(queue.name, capacityOf(queue), queue.active)) {
      if (this.#poller.mayPoll) this.#take(queue, job)
      else this.#claims.drop(job)
    }
  }

  #take(queue: WorkQueue, job: TakenJob): void {
    queue.active.add(job.id)
    queue.working += 1
    const onWorked = (): void => {
      queue.working -= 1
      if (isWorthPolling(queue)) void this.#poller.poll([queue])
    }
    const run = runJob(this.#options, queue.work, job, onWorked)
      .catch((error) => this.#poller.pause(error, 'a failed job could not be postponed'))
      .finally(() => {
        this.#running.delete(run)
        queue.active.delete(job.id)
        this.#claims.drop(job)
        if (isWorthPolling(queue)) void this.#poller.poll([queue])
      })
    this.#running.add(run)
  }

  async #waitMs(since: Date): Promise<number> {
    const { database, clock } = this.#options
    const { longestWaitMs } = this.#claims
    const next = await findNextRunAt(database.db, [...this.#queues.keys()], since)
    return next ? Math.min(Math.max(0, next.getTime() - clock().getTime()), longestWaitMs) : longestWaitMs
  }
}
