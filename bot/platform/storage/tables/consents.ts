/** Tables of consents and their links; see `../schema.ts` for how values are stored. */
export interface ConsentTables {
  consents: {
    id: string
    /** `grant`, `update` or `connection`. */
    kind: string
    /** null: only the directory connection is requested. */
    set_id: string | null
    person_json: string
    /** The approver; null: no approval was needed. */
    approved_by_json: string | null
    /** The recipient of the links; null: the person who requested them. */
    signer_json: string | null
    /** JSON: the tenants and sets that were blocked to move an app; null: no move. */
    moved_from_json: string | null
    conversation_id: string
    activity_id: string | null
    code: string
    created_at: number
    cancelled_at: number | null
  }
  consent_links: {
    id: string
    consent_id: string
    /** Position on the card, from 0: tenants in the requested order, then steps. */
    position: number
    tenant_id: string
    /** `connection` or `set`. */
    kind: string
    client_id: string
    /** JSON: { version, permissions: PermissionKey[] } as shown to the person. */
    requirement_json: string
    /** Position among the links of the same tenant; a link opens when all before it are verified. */
    step: number
    phase: string
    /** 1 when no phase follows. */
    ended: number
    version: number
    token_hash: string
    state_hash: string | null
    cookie_hash: string | null
    /** JSON: phase -> time it was reached. */
    times_json: string
    /** JSON: what the redirect reported: { error?, code?, traceId?, correlationId?, wrongTenant? }. */
    report_json: string | null
    reads: number
    /** The current deadline: for opening the link, and once it was opened, for the callback. */
    expires_at: number
    /** Deadline for opening the link; null in rows of older versions. */
    open_until: number | null
  }
}
