/** What acts would do, kept for a day under an id. */
export interface WhatIfTables {
  what_if_plans: {
    id: string
    /** Tenant and object ID of its maker: nobody else finds it. */
    person_key: string
    /** As people read it. */
    code: string
    /** JSON: the action that was asked about, with its input. */
    asked_json: string
    /** JSON: the action that carries it out, with its input. */
    act_json: string
    /** JSON: the foreseen effects, and the tenants that were watched. */
    effects_json: string
    /** `open`, `done` or `void`. */
    state: string
    made_at: number
    expires_at: number
    /** The request that asks for its approval; null: none. */
    request_id: string | null
  }
}
