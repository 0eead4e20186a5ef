/** The configured database can't be opened. The message is for the operator and never contains a password. */
export class DatabaseError extends Error {
  override name = 'DatabaseError'
  readonly kind: 'file' | 'server'

  /** `place`: how the operator finds the database. */
  constructor(kind: DatabaseError['kind'], place: string, cause: unknown) {
    super(`The database ${place} cannot be opened: ${reasonOf(cause)}.`, { cause })
    this.kind = kind
  }
}

/** A host with several addresses fails with one error for each, in an `AggregateError` without a message. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0])
  const inner = cause instanceof Error && cause.cause !== undefined ? ` (${reasonOf(cause.cause)})` : ''
  return `${cause instanceof Error ? cause.message : String(cause)}${inner}`.replace(/\.$/, '')
}
