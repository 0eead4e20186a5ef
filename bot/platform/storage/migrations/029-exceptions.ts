import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { Reversible } from './reversible.ts'

/** Findings that were accepted until a date, and the sets that need nothing because of it. */
export function exceptions(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('exceptions')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('set_id', 'text', (column) => column.notNull())
        .addColumn('facts_hash', 'text', (column) => column.notNull())
        .addColumn('live_key', 'text', (column) => column.unique())
        .addColumn('finding_json', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('owner_key', 'text', (column) => column.notNull())
        .addColumn('owner_json', 'text', (column) => column.notNull())
        .addColumn('person_json', 'text', (column) => column.notNull())
        .addColumn('approval_json', 'text')
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('accepted_at', 'bigint', (column) => column.notNull())
        .addColumn('ends_at', 'bigint', (column) => column.notNull())
        .addColumn('reminded_at', 'bigint')
        .addColumn('ended_at', 'bigint')
        .addColumn('end_json', 'text')
        .addColumn('told_at', 'bigint')
        .execute()
      await addIndex(db, 'exceptions', ['tenant_id', 'ended_at'])
      await db.schema
        .alterTable('grants')
        .addColumn('excepted', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('grants').dropColumn('excepted').execute()
      await db.schema.dropTable('exceptions').execute()
    },
  }
}
