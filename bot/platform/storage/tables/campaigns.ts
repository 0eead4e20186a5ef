import type { Generated } from 'kysely'

/** Requirement lists that have grown, and the progress of each tenant. */
export interface CampaignTables {
  campaigns: {
    id: Generated<number>
    set_id: string
    requirement_version: string
    /** JSON: Permission[]. */
    added_json: string
    /** JSON: Permission[]. */
    removed_json: string
    state: string
    version: number
    opened_at: number
    ended_at: number | null
    reminded_at: number | null
    /** JSON: Person. */
    reminded_by_json: string | null
    /** Day of the last step at which it chased by itself; null: none. */
    chased: number | null
  }
  campaign_members: {
    campaign_id: number
    tenant_id: string
    /** `waiting`, `verified` or `left`. */
    stage: string
    /** When it reached this stage. */
    at: number
  }
}
