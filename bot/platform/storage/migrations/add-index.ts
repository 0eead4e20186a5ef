import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export const addIndex = (
  db: Kysely<Schema>,
  table: keyof Schema & string,
  columns: string[],
): Promise<void> =>
  db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns(columns)
    .execute()
