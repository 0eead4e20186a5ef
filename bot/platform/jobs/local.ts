import { hours } from '../base/time.ts'
import { JobsEngine } from './engine.ts'
import type { Jobs } from './jobs.ts'
import { listDueJobs } from './jobs-store.ts'
import type { JobRunOptions } from './run-job.ts'

/**
 * Jobs of one process on its own database. Which jobs are under way stands in memory only: a crash forgets it, and the
 * rows, untouched until their commit, are due again. That saves a write to the disk per job and any recovery. Two
 * processes on one file would do the reading twice but not the writing: a job ends once, by id and version.
 */
export function makeLocalJobs(options: JobRunOptions): Jobs {
  const { database, clock } = options
  return new JobsEngine(options, {
    take: async (queue, capacity, active) => {
      // Those under way are still due, so as many more are asked for as there is room.
      const due = await listDueJobs(database.db, queue, clock(), active.size + capacity)
      return due.filter(({ id }) => !active.has(id)).slice(0, capacity)
    },
    drop: () => {},
    // Timers overflow at 24.8 days; looking once an hour costs nothing.
    longestWaitMs: hours(1),
  })
}
