import { type RawBuilder, sql } from 'kysely'

/** True where `column` contains `text`. Callers fold the case of both: databases differ in whether `like` ignores it. */
export function contains(column: string, text: string): RawBuilder<boolean> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`${sql.ref(column)} like ${pattern} escape '\\'`
}
