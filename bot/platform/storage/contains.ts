import { type RawBuilder, sql } from 'kysely'

/**
 * True where `column` contains `text` literally. Both sides are folded by the caller: whether `like` looks at case
 * differs between databases, and so does the escape character unless it is named.
 */
export function contains(column: string, text: string): RawBuilder<boolean> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`${sql.ref(column)} like ${pattern} escape '\\'`
}
