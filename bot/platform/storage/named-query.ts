import type { CompiledQuery } from 'kysely'

/** A query that the database keeps under this name, ready to run, for as long as a connection lives. */
export type NamedQuery<R> = CompiledQuery<R> & { statementName?: string }

let named = 0

/** One that asks for all columns is not kept: PostgreSQL would refuse it on open connections once a newer version adds a column. */
export function nameQuery<R>(query: CompiledQuery<R>): NamedQuery<R> {
  if (query.sql.includes('*')) return query
  named += 1
  return { ...query, statementName: `grantkeeper_${named}` }
}
