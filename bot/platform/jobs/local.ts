import { hours } from '../base/time.ts'
import { JobsEngine } from './engine.ts'
import type { Jobs } from './jobs.ts'
import {
  endJob,
  findNextRunAt,
  listDueJobs,
  makeFindDueQueues,
  postponeJob,
  putJob,
  removeJob,
} from './jobs-store.ts'
import type { JobRunOptions } from './run-job.ts'

/**
 * Jobs of one process on its own database. Active jobs are kept in memory only: after a crash, the rows are unchanged and
 * due again. This saves a disk write per job and any recovery. If two processes shared the file, both would read, but only
 * one would write: a job ends once, by ID and version.
 */
export function makeLocalJobs(options: JobRunOptions): Jobs {
  const { database, clock } = options
  /** The queues of an engine don't change once it runs. */
  let prepared = { of: [] as readonly string[], find: makeFindDueQueues([]) }
  return new JobsEngine(options, {
    put: (tx, job) => putJob(tx, job, clock()),
    remove: removeJob,
    findDue: (queues) => {
      if (prepared.of !== queues) prepared = { of: queues, find: makeFindDueQueues(queues) }
      return prepared.find(database.db, clock())
    },
    findNextRunAt: (queues, since) => findNextRunAt(database.db, queues, since),
    take: async (queue, capacity, active) => {
      // Active jobs are still due, so the limit includes them.
      const due = await listDueJobs(database.db, queue, clock(), active.size + capacity)
      return due.filter(({ id }) => !active.has(id)).slice(0, capacity)
    },
    asksFirst: false,
    end: endJob,
    postpone: postponeJob,
    drop: () => {},
    giveBack: async () => {},
    // Node's timers overflow at 24.8 days; a poll once an hour costs nothing.
    longestWaitMs: hours(1),
    start: async () => {},
    stop: async () => {},
  })
}
