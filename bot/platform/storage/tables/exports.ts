/** Links to parts of the history that one person may download for a while. */
export interface ExportTables {
  history_exports: {
    id: string
    /** SHA-256 of the token in the link: nothing here opens it. */
    token_hash: string
    /** `csv` or `json`. */
    format: string
    /** null: every tenant of the scope. */
    tenant_id: string | null
    /** JSON: ids of the tenants that the person may see; null: all. */
    scope_json: string | null
    /** JSON: Person. */
    person_json: string
    /** The newest entry in it. */
    until_id: number
    entries: number
    expires_at: number
    downloads: number
  }
}
