/** Leader leases, for work that one of several instances does for all. */
export interface LeadTables {
  leads: {
    name: string
    /** Identifies one lease period of one instance. */
    holder: string
    /** End of the lease. */
    until: number
  }
}
