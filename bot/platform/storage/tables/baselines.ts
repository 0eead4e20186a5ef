/** Table of baselines; see `../schema.ts` for how values are stored. */
export interface BaselineTables {
  /** What explains the grants of a set in a tenant. No reference to tenants or grants: it outlives both. */
  baselines: {
    tenant_id: string
    set_id: string
    /** Of the enterprise application that has these grants. */
    client_id: string
    made_at: number
    /** JSON: IDs of what the first read found, by API and type. */
    first_json: string
    /** JSON: Explanation[], of what came later. */
    later_json: string
    /** JSON: who confirmed the first ones, and when; null: nobody has, or there were none. */
    confirmed_json: string | null
  }
}
