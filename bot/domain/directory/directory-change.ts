/** Who changed what, from one entry of a tenant's directory audit log. */
export interface DirectoryChange {
  at: Date
  /** In Microsoft's words: `Remove app role assignment from service principal`. */
  activity: string
  /** Account or app that made the change. */
  by: string
  /** New and old values by property name, without quotes. */
  values: Readonly<Record<string, readonly string[]>>
}
