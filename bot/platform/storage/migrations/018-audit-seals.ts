import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** Entries of the history and the end of its chain carry a MAC by a key outside the database. */
export function auditSeals(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      for (const table of ['audit', 'audit_head']) {
        await db.schema.alterTable(table).addColumn('key_id', 'text').execute()
        await db.schema.alterTable(table).addColumn('mac', 'text').execute()
      }
      await db.schema.alterTable('audit_head').addColumn('broken_id', 'bigint').execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('audit_head').dropColumn('broken_id').execute()
      for (const table of ['audit_head', 'audit']) {
        await db.schema.alterTable(table).dropColumn('mac').execute()
        await db.schema.alterTable(table).dropColumn('key_id').execute()
      }
    },
  }
}
