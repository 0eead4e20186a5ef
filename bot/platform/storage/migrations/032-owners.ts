import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { Reversible } from './reversible.ts'

/** To whom tenants, permission sets, and pairs of both belong. */
export function owners(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('owners')
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('set_id', 'text', (column) => column.notNull())
        .addColumn('part', 'text', (column) => column.notNull())
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('person_json', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('owners_key', ['tenant_id', 'set_id', 'part'])
        .execute()
      await addIndex(db, 'owners', ['holder'])
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropTable('owners').execute()
    },
  }
}
