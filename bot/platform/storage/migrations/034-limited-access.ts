import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** A block that is what is left of access for a time: it is not undone. */
export function limitedAccess(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .alterTable('blocks')
        .addColumn('final', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('blocks').dropColumn('final').execute()
    },
  }
}
