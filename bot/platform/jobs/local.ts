import { hours } from '../base/time.ts'
import { JobsEngine } from './engine.ts'
import type { Jobs } from './jobs.ts'
import { listDueJobs } from './jobs-store.ts'
import type { JobRunOptions } from './run-job.ts'

/**
 * Jobs of one process on its own database. Active jobs are kept in memory only: after a crash, the rows are unchanged and
 * due again. This saves a disk write per job and any recovery. If two processes shared the file, both would read, but only
 * one would write: a job ends once, by ID and version.
 */
export function makeLocalJobs(options: JobRunOptions): Jobs {
  const { database, clock } = options
  return new JobsEngine(options, {
    take: async (queue, capacity, active) => {
      // Active jobs are still due, so the limit includes them.
      const due = await listDueJobs(database.db, queue, clock(), active.size + capacity)
      return due.filter(({ id }) => !active.has(id)).slice(0, capacity)
    },
    drop: () => {},
    // Node's timers overflow at 24.8 days; a poll once an hour costs nothing.
    longestWaitMs: hours(1),
  })
}
