import { expect, onTestFinished } from 'vitest'
import { later } from '#platform/base/time.ts'
import type { Commit, Jobs } from '#platform/jobs/jobs.ts'
import type { JobRunOptions } from '#platform/jobs/run-job.ts'
import type { Database } from '#platform/storage/database.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { listJobs, openTestJobs } from '../../support/jobs.ts'
import { makeTestLog } from '../../support/logs.ts'

export type MakeJobs = (options: JobRunOptions) => Jobs | Promise<Jobs>

/** With the engine of the database. */
export const openJobs: MakeJobs = (options) =>
  openTestJobs({ ...options, queues: ['work', 'other', 'next', 'later', 'elsewhere'] })

export const nothing: Commit = async () => {}

export async function setup(store: Database, make: MakeJobs = openJobs) {
  surroundings = store
  onTestFinished(() => {
    surroundings = undefined
  })
  const clock = makeTestClock()
  const log = makeTestLog()
  const jobs = await make({ database: store, clock, log })
  const enqueue = (key: string, data: unknown = null, afterMs = 0, queue = 'work') =>
    store.transaction((tx) => jobs.enqueue(tx, { queue, key, data, runAt: later(clock(), afterMs) }))
  const cancel = (key: string) => store.transaction((tx) => jobs.cancel(tx, 'work', key))
  const rows = () => listJobs(store)
  return { database: store, clock, log, jobs, enqueue, cancel, rows }
}

export const written = async ({ db }: Database) =>
  (await db.selectFrom('requirements').select('set_id').orderBy('set_id').execute()).map((row) => row.set_id)

/** A worker that waits until the test opens it; later calls don't wait. */
export function makeGate() {
  const open: (() => void)[] = []
  let free = 0
  return {
    wait: async () => {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => open.push(resolve))
    },
    letOne: () => {
      const go = open.shift()
      if (go) go()
      else free += 1
    },
    get waiting() {
      return open.length
    },
  }
}

/** Waits for this many blocked workers: on a busy machine, another connection says nothing about the engine's own. */
export async function arrived(gate: { readonly waiting: number }, count: number): Promise<void> {
  await expect.poll(() => gate.waiting, patient).toBe(count)
}

export const patient = { timeout: 20_000, interval: 5 }

/** Round trips on another connection while the engine's own make theirs. */
let surroundings: Database | undefined

/** Runs everything that can run without time passing; to test that something does not happen. */
export async function calm(): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await new Promise((resolve) => setImmediate(resolve))
    await surroundings?.db.selectFrom('app_refreshes').select('at').execute()
  }
}
