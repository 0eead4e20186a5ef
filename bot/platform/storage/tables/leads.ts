/** What one instance at a time does for all. */
export interface LeadTables {
  leads: {
    name: string
    /** Names one holding of it by one instance; whoever takes it next has another. */
    holder: string
    /** From when it is anybody's. */
    until: number
  }
}
