import { type AliasedRawBuilder, sql } from 'kysely'

/** The caller's rows as a table `given`. `types` lists the columns: PostgreSQL treats a value without a cast as text. */
export function valuesTable<V extends object>(
  rows: readonly V[],
  types: { readonly [K in keyof V]?: 'text' | 'bigint' },
): AliasedRawBuilder<V, 'given'> {
  const columns = Object.entries(types) as [keyof V & string, string][]
  // Both databases name the columns of `values` column1, column2 …, and only PostgreSQL can rename them.
  const names = columns.map(([name], at) => sql`${sql.raw(`column${at + 1}`)} as ${sql.ref(name)}`)
  const values = rows.map(
    (row) => sql`(${sql.join(columns.map(([name, type]) => sql`cast(${row[name]} as ${sql.raw(type)})`))})`,
  )
  return sql<V>`(select ${sql.join(names)} from (values ${sql.join(values)}) as listed)`.as('given')
}
