/** Table of accepted findings; see `../schema.ts` for how values are stored. */
export interface ExceptionTables {
  /** An exception belongs to a tenant, a set, and the facts of a finding. No reference to grants: its end is kept. */
  exceptions: {
    id: string
    tenant_id: string
    /** '': about the whole tenant. */
    set_id: string
    /** Over the facts of the finding, without its words. */
    facts_hash: string
    /** Tenant, set, and facts while it counts, which prevents two of them; null afterwards. */
    live_key: string | null
    /** JSON: Finding, as it was accepted. */
    finding_json: string
    reason: string
    /** Tenant and object ID of the owner. */
    owner_key: string
    owner_json: string
    /** JSON: Person who accepted it. */
    person_json: string
    /** JSON: Approval of the second person, if one was needed. */
    approval_json: string | null
    version: number
    accepted_at: number
    ends_at: number
    reminded_at: number | null
    ended_at: number | null
    /** JSON: why it ended, and by whom. */
    end_json: string | null
    /** When the owner was told of the end. */
    told_at: number | null
  }
}
