import { type AliasedRawBuilder, sql } from 'kysely'

/**
 * Rows that the caller has, as the table `given` of a statement. `types` names the columns that are used: PostgreSQL takes
 * what it is not told the type of for text.
 */
export function valuesTable<V extends object>(
  rows: readonly V[],
  types: { readonly [K in keyof V]?: 'text' | 'bigint' },
): AliasedRawBuilder<V, 'given'> {
  const columns = Object.entries(types) as [keyof V & string, string][]
  // Both databases name the columns of such a list so, and only one of them lets us choose.
  const names = columns.map(([name], at) => sql`${sql.raw(`column${at + 1}`)} as ${sql.ref(name)}`)
  const values = rows.map(
    (row) => sql`(${sql.join(columns.map(([name, type]) => sql`cast(${row[name]} as ${sql.raw(type)})`))})`,
  )
  return sql<V>`(select ${sql.join(names)} from (values ${sql.join(values)}) as listed)`.as('given')
}
