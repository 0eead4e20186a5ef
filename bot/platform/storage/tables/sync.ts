export interface SyncTables {
  /** Settled reads: tenants for which an identical read changes nothing but the time. */
  settled_reads: {
    tenant_id: string
    /** Over all responses of the read: see `directory/digest.ts`. */
    digest: string
    /** Over the requirements at that time and the version of the program. */
    requirements: string
    /** JSON: { byHand, bySchedule }, IDs of the apps that are refreshed with every read, or with a scheduled one only. */
    apps_json: string
    /** The last scheduled read with the same digest; null: none since then. */
    scheduled_at: number | null
  }
}
