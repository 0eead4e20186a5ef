import type { Tx } from '../storage/database.ts'

export interface NewJob<D = unknown> {
  queue: string
  key: string
  data: D
  runAt: Date
}

export interface Job<D = unknown> extends NewJob<D> {
  id: string
  /** 1 on the first attempt. */
  attempts: number
}

/**
 * A worker reads and decides outside of any transaction and returns `commit`, so that a crash repeats only reading. The
 * engine ends the job and then runs `commit`, in one transaction, so that it can enqueue the same queue and key again.
 * A worker that throws is retried forever with backoff (2 s, doubling, at most 10 min): when to give up is its own decision.
 */
export type Worker<D> = (job: Job<D>) => Promise<Commit>
export type Commit = (tx: Tx) => Promise<void>

export interface Jobs {
  /**
   * Adds the job in the caller's transaction. A waiting job of the same queue and key gets the new `runAt` and data. A second
   * job can wait next to an active one, but two of the same key never run at the same time.
   */
  enqueue(tx: Tx, job: NewJob): Promise<void>
  /** Cancels a job that has not committed; true if there was one. The result of an active job is discarded. */
  cancel(tx: Tx, queue: string, key: string): Promise<boolean>
  /** Registers the worker of a queue, before `start`. Up to `concurrency` jobs read at once, and as many more can commit. */
  work<D>(queue: string, options: { concurrency: number }, worker: Worker<D>): void
  /** Runs due jobs, including those that a crash left unfinished. */
  start(): Promise<void>
  /** Starts no more jobs and waits for the active ones. */
  stop(): Promise<void>
  /** Polls now. A commit that enqueued a job does so by itself. */
  wake(): void
  /** Resolves when no job is due or active. For tests and shutdown. */
  settled(): Promise<void>
}
