/** What the sync keeps about its own reading. */
export interface SyncTables {
  /** Tenants whose last read left nothing open: being told the same again changes nothing but the time. */
  settled_reads: {
    tenant_id: string
    /** Of all that the read was told: see `graph/digest.ts`. */
    digest: string
    /** Of what the sets required then, and of the program that judged it. */
    requirements: string
    /** JSON: { byHand, bySchedule }, ids of the apps that are refreshed with every read, or with a scheduled one only. */
    apps_json: string
    /** The last scheduled read that was told the same; null: none since then. */
    scheduled_at: number | null
  }
}
