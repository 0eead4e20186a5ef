import type { CompiledQuery } from 'kysely'

/** A query that the database keeps under this name, ready to run, for as long as a connection lives. */
export type KeptQuery<R> = CompiledQuery<R> & { keptAs?: string }

let kept = 0

/** One that asks for all columns is not kept: PostgreSQL would refuse it on open connections once a newer version adds a column. */
export function keep<R>(query: CompiledQuery<R>): KeptQuery<R> {
  if (query.sql.includes('*')) return query
  kept += 1
  return { ...query, keptAs: `grantkeeper_${kept}` }
}
