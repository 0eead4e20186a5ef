/** What must happen once. */
export interface ActTables {
  /** Activities of the last day that had an effect. */
  acts: {
    /** Hash over the activity and its sender. */
    key: string
    /** The run that had the effect: it may need several transactions. */
    run: string
    at: number
  }
  /** What was brought up to date in the whole database, by which rule. */
  marks: {
    name: string
    value: string
  }
}
