import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** What one instance at a time does for all that share the database, and until when it may. */
export function leads(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('leads')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('until', 'bigint', (column) => column.notNull())
        .execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropTable('leads').execute()
    },
  }
}
