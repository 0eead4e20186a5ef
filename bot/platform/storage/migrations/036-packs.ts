import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** Temporary links with which one person can download what a reviewer needs to know about a set. */
export function packs(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('packs')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('token_hash', 'text', (column) => column.notNull().unique())
        .addColumn('set_id', 'text', (column) => column.notNull())
        .addColumn('tenant_id', 'text')
        .addColumn('person_json', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('downloads', 'integer', (column) => column.notNull())
        .execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropTable('packs').execute()
    },
  }
}
