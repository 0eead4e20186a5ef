import type { Generated } from 'kysely'

/** What is to be done later. */
export interface JobTables {
  jobs: {
    id: Generated<number>
    queue: string
    /** At most one job per queue and key. */
    key: string
    data_json: string
    run_at: number
    /** Tries that failed. */
    attempts: number
    /** Moves when the job is enqueued anew: a worker that took an older version does not end this one. */
    version: number
    created_at: number
    /** Names the taking of it by an instance; null while nobody works on it, and always with one process. */
    lease: string | null
    /** When the job is anybody's again. */
    lease_until: Generated<number>
  }
}
