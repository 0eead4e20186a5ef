/** Requests and approvals. */
export interface RequestTables {
  requests: {
    id: string
    code: string
    kind: string
    set_id: string | null
    /** JSON: IDs of the tenants, in the requested order. */
    tenants_json: string
    reason: string
    /** Tenant and object ID of the requester, for the list of own requests. */
    requester_key: string
    requester_json: string
    /** JSON: Person who gets the consent links; null: the requester. */
    signer_json: string | null
    state: string
    version: number
    /** Over everything that an approval covers. */
    hash: string
    /** Person and hash while the request is open, which prevents duplicates; null afterwards. */
    open_key: string | null
    /** JSON: Snapshot of the state at the time of the request. */
    basis_json: string
    /** Position in the list: 0 is worst. */
    attention: number
    created_at: number
    lapses_at: number
    reminded_at: number | null
    ended_at: number | null
    /** JSON: Decision. */
    decision_json: string | null
    /** JSON: Handover, the last one. */
    handed_json: string | null
    /** JSON: the outcome. */
    outcome_json: string | null
    /** The ticket or case number that the requester gave, and its form for comparing. */
    reference: string | null
    reference_key: string | null
  }
  request_consents: {
    consent_id: string
    request_id: string
  }
  /** Conversations that receive requests. */
  approval_places: {
    conversation_id: string
    person_json: string
    added_at: number
  }
  /** Acts of the last hours that one person did alone, one row per tenant. */
  own_acts: {
    person_key: string
    /** As in `requests`, or `add`. */
    kind: string
    tenant_id: string
    /** '' for acts on a whole tenant. */
    set_id: string
    at: number
  }
  /** Acts of the last hours that a person was refused. */
  refused_attempts: {
    person_key: string
    at: number
  }
  /** People that the bot knows, with their account ID in the channel. */
  known_people: {
    tenant_id: string
    object_id: string
    account_id: string
    name: string
  }
}
