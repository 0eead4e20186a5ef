import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { Reversible } from './reversible.ts'

/** Activities that had an effect; what was brought up to date once; tenants by the time of their last read. */
export function acts(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('acts')
        .addColumn('key', 'text', (column) => column.primaryKey().notNull())
        .addColumn('run', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute()
      await addIndex(db, 'acts', ['at'])
      await db.schema
        .createTable('marks')
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute()
      await addIndex(db, 'tenants', ['checked_at'])
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropIndex('tenants_by_checked_at').execute()
      await db.schema.dropTable('marks').execute()
      await db.schema.dropTable('acts').execute()
    },
  }
}
