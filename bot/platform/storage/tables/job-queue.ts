import type { Generated } from 'kysely'

export interface JobTables {
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
    /** Identifies the claim of an instance; null if unclaimed, and always with one process. */
    lease: string | null
    /** End of the lease. */
    lease_until: Generated<number>
  }
}
