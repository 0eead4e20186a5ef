import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { AutoId } from './auto-id.ts'
import type { Reversible } from './reversible.ts'

/** What is left in Entra of removed tenants and of sets that were blocked for good, read until it is gone. */
export function leavings(autoId: AutoId): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      // No reference to tenants: it begins when the tenant's row is deleted.
      await db.schema
        .createTable('leavings')
        .addColumn('id', autoId.type, autoId.build)
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('set_id', 'text')
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('apps_json', 'text', (column) => column.notNull())
        .addColumn('by_json', 'text', (column) => column.notNull())
        .addColumn('started_at', 'bigint', (column) => column.notNull())
        .addColumn('checked_at', 'bigint')
        .addColumn('lost_at', 'bigint')
        .addColumn('failure_json', 'text')
        .addColumn('ended_at', 'bigint')
        .addColumn('ended_by_json', 'text')
        .execute()
      await addIndex(db, 'leavings', ['tenant_id', 'state'])
      await addIndex(db, 'leavings', ['state'])
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropTable('leavings').execute()
    },
  }
}
