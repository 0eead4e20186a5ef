import { sql } from 'kysely'
import { putJob } from '#platform/jobs/jobs-store.ts'
import { insertWaitingJobs } from '#platform/storage/boss-schema.ts'
import type { Database } from '#platform/storage/database.ts'

interface Waiting {
  queue: string
  key: string
  runAt: Date
  data?: unknown
  attempts?: number
}

/** Waiting jobs, as each kind of database keeps them, without an engine. */
export async function putJobs({ db, isShared }: Database, jobs: readonly Waiting[]): Promise<void> {
  if (!isShared) for (const { data = {}, ...job } of jobs) await putJob(db, { ...job, data }, job.runAt)
  else await insertWaitingJobs(db, rowsOf(jobs))
}

function rowsOf(jobs: readonly Waiting[]) {
  const rows = jobs.map(({ queue, key, runAt, data = {}, attempts = 0 }, id) => {
    const [run_at, data_json] = [runAt.getTime(), JSON.stringify(data)]
    return { id, queue, key, data_json, run_at, attempts, created_at: run_at }
  })
  return sql`select * from json_to_recordset(${JSON.stringify(rows)}::json)
    as given (id int, queue text, key text, data_json text, run_at bigint, attempts int, created_at bigint)`
}
