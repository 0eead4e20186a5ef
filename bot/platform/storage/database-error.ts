/** The database that was named cannot be opened. For the operator, at start-up: which one and why, never a password. */
export class DatabaseError extends Error {
  override name = 'DatabaseError'
  readonly kind: 'file' | 'server'

  /** `place` names it as a person would look for it. */
  constructor(kind: DatabaseError['kind'], place: string, cause: unknown) {
    super(`The database ${place} cannot be opened: ${reasonOf(cause)}.`, { cause })
    this.kind = kind
  }
}

/** A host with several addresses fails once for each of them, in an error without words. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0])
  const inner = cause instanceof Error && cause.cause !== undefined ? ` (${reasonOf(cause.cause)})` : ''
  return `${cause instanceof Error ? cause.message : String(cause)}${inner}`.replace(/\.$/, '')
}
