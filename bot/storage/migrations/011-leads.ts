import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Schema } from '../schema.ts'

/** What one instance at a time does for all that share the database, and until when it may. */
export function leads(): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('leads')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('until', 'bigint', (column) => column.notNull())
        .execute()
    },
  }
}
