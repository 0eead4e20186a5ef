import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/**
 * What explains the grants of a tenant. Starts empty: the first read after the upgrade makes each baseline from the stored
 * facts, so what appeared in between is noticed.
 */
export function baselines(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('baselines')
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('set_id', 'text', (column) => column.notNull())
        .addColumn('client_id', 'text', (column) => column.notNull())
        .addColumn('made_at', 'bigint', (column) => column.notNull())
        .addColumn('first_json', 'text', (column) => column.notNull())
        .addColumn('later_json', 'text', (column) => column.notNull())
        .addColumn('confirmed_json', 'text')
        .addPrimaryKeyConstraint('baselines_key', ['tenant_id', 'set_id'])
        .execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropTable('baselines').execute()
    },
  }
}
