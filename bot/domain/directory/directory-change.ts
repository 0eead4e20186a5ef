/** Who changed what, from one entry of a tenant's directory audit log. */
export interface DirectoryChange {
  at: Date
  /** In Microsoft's words: `Remove app role assignment from service principal`. */
  activity: string
  /** Account or app that made the change. */
  by: string
  /** By property name, without quotes; of a text with several words, such as scopes, each. */
  values: Readonly<Record<string, ChangedWords>>
}

export interface ChangedWords {
  before: readonly string[]
  after: readonly string[]
}
