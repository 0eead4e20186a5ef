/** One entry of a tenant's directory audit, as far as it tells who changed what. */
export interface DirectoryChange {
  at: Date
  /** In Microsoft's words: `Remove app role assignment from service principal`. */
  activity: string
  /** Account or app that did it. */
  by: string
  /** New and old values by the name of the property, without quotes. */
  values: Readonly<Record<string, readonly string[]>>
}
