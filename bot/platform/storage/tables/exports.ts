/** Temporary links with which one person can download a part of the history, or the pack of a set. */
export interface ExportTables {
  history_exports: {
    id: string
    /** SHA-256 of the token in the link, so that the database can't open it. */
    token_hash: string
    /** `csv` or `json`. */
    format: string
    /** null: every tenant of the scope. */
    tenant_id: string | null
    /** JSON: IDs of the tenants that the person may see; null: all. */
    scope_json: string | null
    /** JSON: Person. */
    person_json: string
    /** ID of the newest entry included. */
    until_id: number
    entries: number
    expires_at: number
    downloads: number
  }
  packs: {
    id: string
    token_hash: string
    set_id: string
    /** null: the set itself, without any tenant. */
    tenant_id: string | null
    /** JSON: Person. */
    person_json: string
    expires_at: number
    downloads: number
  }
}
