import { randomUUID } from 'node:crypto'
import { later, seconds } from '../base/time.ts'
import { JobsEngine } from './engine.ts'
import type { Jobs } from './jobs.ts'
import { isAnyFree, leaseDueJobs, renewLeases } from './leases-store.ts'
import type { JobRunOptions } from './run-job.ts'

/** The clocks of instances may differ by far less than this. */
const leaseMs = seconds(60)
const renewMs = seconds(20)
/** What another instance has enqueued, or left when it died, nobody tells of. */
const pollMs = seconds(5)

/**
 * Jobs of several instances on one database. Who takes a job writes its lease into the row and renews it while it works;
 * a job whose lease ran out is anybody's. An instance that slept through the end of its lease cannot end the job any
 * more, and so writes nothing: the end asks for the very lease the job was taken with.
 */
export function makeLeasedJobs(options: JobRunOptions): Jobs {
  const { database, clock, log } = options
  const instance = randomUUID()
  /** Lease → jobs that are under way with it. */
  const held = new Map<string, number>()
  let takes = 0
  let renewal: NodeJS.Timeout | undefined
  const renew = (): void => {
    const until = later(clock(), leaseMs)
    renewLeases(database.db, [...held.keys()], until).catch((err) => log.warn({ err }, 'leases not renewed'))
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
