import type { Tx } from '../storage/database.ts'

export interface Job<D = unknown> {
  id: string
  queue: string
  key: string
  data: D
  runAt: Date
  /** 1 on the first try. */
  attempts: number
}

/**
 * Work is done in two steps so that a crash repeats only reading: the worker reads and decides outside of any
 * transaction and returns `commit`; the engine ends the job and then runs `commit`, both in one transaction,
 * so that a commit may enqueue the same queue and key again.
 * A worker that throws is tried again with backoff (2 s, doubling, at most 10 min), for ever: it must decide itself when to give up.
 */
export type Worker<D> = (job: Job<D>) => Promise<Commit>
export type Commit = (tx: Tx) => Promise<void>

export interface NewJob<D = unknown> {
  queue: string
  key: string
  data: D
  runAt: Date
}

export interface Jobs {
  /**
   * Adds the job in the caller's transaction. A job of the same queue and key that still waits is moved to `runAt` and
   * given the new data; beside an active one a second may wait, but two of the same key never run at the same time.
   */
  enqueue(tx: Tx, job: NewJob): Promise<void>
  /** Takes back a job that has not committed; true if there was one. If it is under way, what it found is thrown away. */
  cancel(tx: Tx, queue: string, key: string): Promise<boolean>
  /** Declares who works on a queue, and how many at once; as many more may be waiting to be written. Before `start`. */
  work<D>(queue: string, options: { concurrency: number }, worker: Worker<D>): void
  /** Takes due jobs, also those that a crash left unfinished. */
  start(): Promise<void>
  /** Takes no more jobs and waits for those under way. */
  stop(): Promise<void>
  /** Looks for due jobs now. A commit that enqueued one does so by itself. */
  wake(): void
  /** Resolves when nothing is due or under way. For tests and for a calm end. */
  settled(): Promise<void>
}
