import { randomUUID } from 'node:crypto'
import { later, seconds } from '../base/time.ts'
import { JobsEngine } from './engine.ts'
import type { Jobs } from './jobs.ts'
import { isAnyFree, leaseDueJobs, renewLeases } from './leases-store.ts'
import type { JobRunOptions } from './run-job.ts'

/** Far longer than the clocks of instances may differ. */
const leaseMs = seconds(60)
const renewMs = seconds(20)
/** Finds what another instance has enqueued, or left when it crashed. */
const pollMs = seconds(5)

/**
 * Jobs of several instances on one database. An instance writes a lease into the row and renews it while it works; a job
 * with an expired lease is free again. The end requires the original lease, so an instance that slept writes nothing.
 */
export function makeLeasedJobs(options: JobRunOptions): Jobs {
  const { database, clock, log } = options
  const instance = randomUUID()
  /** Lease → number of its active jobs. */
  const held = new Map<string, number>()
  let takes = 0
  let renewal: NodeJS.Timeout | undefined
  const renew = (): void => {
    const until = later(clock(), leaseMs)
    renewLeases(database.db, [...held.keys()], until).catch((err) =>
      log.warn({ err }, 'leases could not be renewed'),
    )
  }
  return new JobsEngine(options, {
    take: async (queue, capacity) => {
      const now = clock()
      if (!(await isAnyFree(database.db, queue, now))) return []
      takes += 1
      const lease = `${instance}/${takes}`
      const order = { now, until: later(now, leaseMs), lease, limit: capacity }
      const jobs = await database.transaction((tx) => leaseDueJobs(tx, queue, order))
      if (jobs.length > 0) held.set(lease, jobs.length)
      if (held.size > 0) renewal ??= setInterval(renew, renewMs).unref()
      return jobs
    },
    drop: ({ lease = '' }) => {
      const left = (held.get(lease) ?? 1) - 1
      if (left > 0) held.set(lease, left)
      else held.delete(lease)
      if (held.size > 0) return
      clearInterval(renewal)
      renewal = undefined
    },
    longestWaitMs: pollMs,
  })
}
