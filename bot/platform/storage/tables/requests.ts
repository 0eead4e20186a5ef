/** Tables of requests and approvals; see `../schema.ts` for how values are kept. */
export interface RequestTables {
  requests: {
    id: string
    code: string
    kind: string
    set_id: string | null
    /** JSON: ids of the tenants, in the order asked for. */
    tenants_json: string
    reason: string
    /** Tenant and object id of the requester, for the list of one's own. */
    requester_key: string
    requester_json: string
    /** JSON: Person who gets the consent links; null: the requester. */
    signer_json: string | null
    state: string
    version: number
    /** Over everything that an approval is bound to. */
    hash: string
    /** Person and hash while it is open, so that the same is not asked for twice; null afterwards. */
    open_key: string | null
    /** JSON: Basis, as it was when it was asked. */
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
    /** JSON: Outcome, what became of it. */
    outcome_json: string | null
  }
  request_consents: {
    consent_id: string
    request_id: string
  }
  /** Conversations in which approvers want to see requests. */
  approval_places: {
    conversation_id: string
    person_json: string
    added_at: number
  }
  /** Whom the bot has met, and how the channel calls them. */
  known_people: {
    tenant_id: string
    object_id: string
    account_id: string
    name: string
  }
}
