import { Poller } from '../base/poller.ts'
import { wakeAfterCommit } from '../storage/commit-wakes.ts'
import type { Tx } from '../storage/database.ts'
import type { JobStore, TakenJob } from './job-store.ts'
import type { Jobs, NewJob, Worker } from './jobs.ts'
import { type JobRunOptions, runJob } from './run-job.ts'
import { capacityOf, isWorthPolling, type WorkQueue } from './work-queue.ts'

/** Polls for due jobs, runs as many as the concurrency allows, and sleeps until the next one is due. */
export class JobsEngine implements Jobs {
  readonly #options: JobRunOptions
  readonly #store: JobStore
  readonly #queues = new Map<string, WorkQueue>()
  readonly #running = new Set<Promise<void>>()
  readonly #poller: Poller<WorkQueue>
  #names: readonly string[] = []

  constructor(options: JobRunOptions, store: JobStore) {
    this.#options = options
    this.#store = store
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
    await this.#store.put(tx, job)
    wakeAfterCommit(tx, 'jobs')
  }

  /** An active job can be canceled until it commits: its result is then discarded. */
  cancel(tx: Tx, queue: string, key: string): Promise<boolean> {
    return this.#store.remove(tx, queue, key)
  }

  work<D>(name: string, { concurrency }: { concurrency: number }, worker: Worker<D>): void {
    if (this.#queues.has(name)) throw new Error(`Queue "${name}" has its worker already`)
    const work = worker as Worker<unknown>
    this.#queues.set(name, { name, concurrency, work, active: new Set(), working: 0 })
    this.#names = [...this.#queues.keys()]
  }

  async start(): Promise<void> {
    await this.#store.start((name) => this.#wakeQueue(name))
    await this.#poller.start()
  }

  async stop(): Promise<void> {
    await this.#poller.stop()
    await Promise.all(this.#running)
    await this.#store.stop()
  }

  wake(): void {
    this.#poller.wake()
  }

  settled(): Promise<void> {
    return this.#poller.settled(this.#running, () => this.#isAnyDue())
  }

  #wakeQueue(name: string | undefined): void {
    const queue = name === undefined ? undefined : this.#queues.get(name)
    if (queue) void this.#poller.poll([queue])
    else if (name === undefined) this.#poller.wake()
  }

  async #isAnyDue(): Promise<boolean> {
    return (await this.#store.findDue(this.#names)).length > 0 || this.#running.size > 0
  }

  async #poll(queues: readonly WorkQueue[]): Promise<void> {
    for (const queue of await this.#worthFilling(queues)) await this.#fill(queue)
  }

  /** The queues with free slots and due jobs. */
  async #worthFilling(queues: readonly WorkQueue[]): Promise<WorkQueue[]> {
    const open = queues.filter((queue) => capacityOf(queue) > 0)
    if (open.length < (this.#store.asksFirst ? 1 : 2)) return open
    const due = await this.#store.findDue(this.#names)
    return open.filter(({ name }) => due.includes(name))
  }

  async #fill(queue: WorkQueue): Promise<void> {
    const jobs = await this.#store.take(queue.name, capacityOf(queue), queue.active)
    if (this.#poller.mayPoll) for (const job of jobs) this.#take(queue, job)
    else await this.#store.giveBack(jobs)
  }

  #take(queue: WorkQueue, job: TakenJob): void {
    queue.active.add(job.id)
    queue.working += 1
    const onWorked = (): void => {
      queue.working -= 1
      if (isWorthPolling(queue)) void this.#poller.poll([queue])
    }
    const run = runJob({ ...this.#options, store: this.#store }, queue.work, job, onWorked)
      .catch((error) => this.#poller.pause(error, 'a failed job could not be postponed'))
      .finally(() => {
        this.#running.delete(run)
        queue.active.delete(job.id)
        this.#store.drop(job)
        if (isWorthPolling(queue)) void this.#poller.poll([queue])
      })
    this.#running.add(run)
  }

  async #waitMs(since: Date): Promise<number> {
    const { clock } = this.#options
    const { longestWaitMs } = this.#store
    const next = await this.#store.findNextRunAt(this.#names, since)
    return next ? Math.min(Math.max(0, next.getTime() - clock().getTime()), longestWaitMs) : longestWaitMs
  }
}
