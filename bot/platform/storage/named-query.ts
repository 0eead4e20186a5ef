import type { CompiledQuery } from 'kysely'

/** A query that PostgreSQL keeps prepared under this name for the life of a connection. */
export type NamedQuery<R> = CompiledQuery<R> & { statementName?: string }

let named = 0

/** `select *` is not prepared: PostgreSQL would refuse it on open connections once a newer version adds a column. */
export function nameQuery<R>(query: CompiledQuery<R>): NamedQuery<R> {
  if (query.sql.includes('*')) return query
  named += 1
  return { ...query, statementName: `grantkeeper_${named}` }
}
