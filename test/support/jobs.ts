import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { openBossJobs } from '#platform/jobs/boss.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import type { JobRunOptions } from '#platform/jobs/run-job.ts'
import type { Database } from '#platform/storage/database.ts'

/** The engine for this kind of database, stopped when the test ends. `queues`: those that anything is enqueued in. */
export async function openTestJobs(options: JobRunOptions & { queues: readonly string[] }): Promise<Jobs> {
  const jobs = options.database.isShared ? await openBossJobs(options) : makeLocalJobs(options)
  onTestFinished(() => jobs.stop())
  return jobs
}

interface ListedJob {
  queue: string
  key: string
  data: unknown
  runAt: number
  /** Failed ones. */
  attempts: number
}

/** The jobs that have not ended, in the order of their arrival. */
export async function listJobs({ db, isShared }: Database): Promise<ListedJob[]> {
  if (!isShared) {
    const rows = await db.selectFrom('jobs').selectAll().orderBy('id').execute()
    return rows.map(({ queue, key, data_json, run_at, attempts }) => ({
      queue,
      key,
      data: JSON.parse(data_json),
      runAt: run_at,
      attempts,
    }))
  }
  interface Row {
    queue: string
    key: string
    stored: { data: unknown; runAt: number; failures: number }
  }
  const { rows } = await sql<Row>`select name as queue, singleton_key as key, data as stored from pgboss.job
    where state in ('created', 'retry', 'active') order by created_on`.execute(db)
  return rows.map(({ queue, key, stored: { data, runAt, failures } }) => ({
    queue,
    key,
    data,
    runAt,
    attempts: failures,
  }))
}
