import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** How often in a row a conversation refused messages, and when last: it is asked again with growing pauses. */
export function refusals(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .alterTable('conversations')
        .addColumn('refusals', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
      await db.schema.alterTable('conversations').addColumn('refused_at', 'bigint').execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('conversations').dropColumn('refused_at').execute()
      await db.schema.alterTable('conversations').dropColumn('refusals').execute()
    },
  }
}
