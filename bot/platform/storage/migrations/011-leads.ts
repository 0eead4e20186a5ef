import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** Leader leases, for work that one of several instances does for all. */
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
