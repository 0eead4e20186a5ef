import { backoffMs, unspread } from '../base/backoff.ts'
import type { Log } from '../base/log.ts'
import { type Clock, later, minutes } from '../base/time.ts'
import { inSpan } from '../base/trace.ts'
import type { Database } from '../storage/database.ts'
import type { JobStore, TakenJob } from './job-store.ts'
import type { Worker } from './jobs.ts'

export interface JobRunOptions {
  database: Database
  clock: Clock
  log: Log
  /** Called between the steps of a job; crash tests stop the process here. */
  step?: (name: 'job.taken' | 'job.worked' | 'job.done') => void
}

type RunOptions = JobRunOptions & { store: Pick<JobStore, 'end' | 'postpone'> }

/**
 * Runs the worker, then ends the job and commits the worker's result in one transaction. Any failure postpones the job.
 * `onWorked` is called when the worker has ended or failed: only writing follows.
 * @throws if the job could not be postponed; it stays due, or another instance takes it over
 */
export async function runJob(
  options: RunOptions,
  work: Worker<unknown>,
  job: TakenJob,
  onWorked: () => void,
): Promise<void> {
  const { database, store, step } = options
  try {
    step?.('job.taken')
    const { id, queue, key, data, runAt, attempts } = job
    const taken = { id, queue, key, data, runAt, attempts: attempts + 1 }
    const commit = await inSpan(`job ${queue}`, 'internal', { 'grantkeeper.attempts': taken.attempts }, () =>
      work(taken),
    ).finally(onWorked)
    step?.('job.worked')
    await database.transaction(async (tx) => {
      // Ended first, so that the commit can enqueue its successor under the same key.
      if (await store.end(tx, job)) await commit(tx)
    })
    step?.('job.done')
  } catch (error) {
    await postpone(options, job, error)
  }
}

async function postpone(
  { database, store, clock, log }: RunOptions,
  job: TakenJob,
  err: unknown,
): Promise<void> {
  const attempts = job.attempts + 1
  const waitMs = backoffMs(attempts, unspread, { longestMs: minutes(10) })
  log.warn({ queue: job.queue, key: job.key, attempts, waitMs, err }, 'job failed, it will be retried')
  await database.transaction((tx) => store.postpone(tx, job, later(clock(), waitMs)))
}
