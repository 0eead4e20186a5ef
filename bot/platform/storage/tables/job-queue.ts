import type { Generated } from 'kysely'

export interface JobTables {
  /** On SQLite. On PostgreSQL, jobs are in pg-boss's schema: see `boss-schema.ts`. */
  jobs: {
    id: Generated<number>
    queue: string
    /** At most one job per queue and key. */
    key: string
    data_json: string
    run_at: number
    /** Failed attempts. */
    attempts: number
    /** Grows when the job is enqueued again: a worker of an older version can't end this one. */
    version: number
    created_at: number
  }
}
