import type { Tx } from '../storage/database.ts'
import type { NewJob } from './jobs.ts'

/** A claimed job: ID and version identify this claim, also after changes. */
export interface TakenJob extends NewJob {
  id: string
  /** Failed attempts. */
  attempts: number
  version: number
}

/** Where jobs are kept and how they are claimed: the part that differs between SQLite and PostgreSQL. */
export interface JobStore {
  /** Upserts by queue and key: a waiting job gets the new time and data, and its attempts are reset. */
  put(tx: Tx, job: NewJob): Promise<void>
  remove(tx: Tx, queue: string, key: string): Promise<boolean>
  /** Those of these queues that have a due job which may run. */
  findDue(queues: readonly string[]): Promise<readonly string[]>
  /** When the next job of these queues falls due after `since`; what is due already doesn't count. */
  findNextRunAt(queues: readonly string[], since: Date): Promise<Date | undefined>
  /** Claims at most `capacity` due jobs of the queue, oldest first. `active`: IDs of the jobs that already run here. */
  take(queue: string, capacity: number, active: ReadonlySet<string>): Promise<TakenJob[]>
  /** A claim is a write, so the engine asks first whether anything is due; otherwise only with several queues. */
  asksFirst: boolean
  /** Ends the job; false if it was canceled or another instance has taken it, and its result must not be written. */
  end(tx: Tx, job: TakenJob): Promise<boolean>
  /** Counts a failed attempt and postpones the job, unless it was canceled, enqueued again or taken over meanwhile. */
  postpone(tx: Tx, job: TakenJob, runAt: Date): Promise<void>
  /** The job doesn't run here anymore, whatever its outcome. */
  drop(job: TakenJob): void
  /** Ends claims of jobs that were not started. */
  giveBack(jobs: readonly TakenJob[]): Promise<void>
  /** Poll interval if nothing wakes the engine and no job is known to fall due. */
  longestWaitMs: number
  /** `wake` is called when another instance has enqueued a job of this queue; without a queue: of any. */
  start(wake: (queue?: string) => void): Promise<void>
  /** After the last job. */
  stop(): Promise<void>
}
