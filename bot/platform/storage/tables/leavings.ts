import type { Generated } from 'kysely'

/** What is left in Entra of removed tenants and of sets that were blocked for good. */
export interface LeavingTables {
  leavings: {
    id: Generated<number>
    tenant_id: string
    /** null: the whole tenant was removed. */
    set_id: string | null
    /** `open`, or how it ended: `gone`, `unreadable`, `stopped`, `returned`. */
    state: string
    version: number
    /** JSON: LeavingApp[]. */
    apps_json: string
    /** JSON: Person. */
    by_json: string
    started_at: number
    /** Last read in which nothing failed. */
    checked_at: number | null
    /** Since when Entra has refused the reader. */
    lost_at: number | null
    /** JSON: Outcome of the last read, if it failed. */
    failure_json: string | null
    ended_at: number | null
    /** JSON: Person; null: by itself. */
    ended_by_json: string | null
  }
}
