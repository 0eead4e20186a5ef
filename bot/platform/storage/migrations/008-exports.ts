import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** Temporary links with which one person can download a part of the history. */
export function historyExports(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('history_exports')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('token_hash', 'text', (column) => column.notNull().unique())
        .addColumn('format', 'text', (column) => column.notNull())
        // No reference to tenants: the history outlives the tenant.
        .addColumn('tenant_id', 'text')
        .addColumn('scope_json', 'text')
        .addColumn('person_json', 'text', (column) => column.notNull())
        .addColumn('until_id', 'bigint', (column) => column.notNull())
        .addColumn('entries', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('downloads', 'integer', (column) => column.notNull())
        .execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropTable('history_exports').execute()
    },
  }
}
