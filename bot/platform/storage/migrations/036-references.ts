import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** Ticket or case numbers of requests and alerts, and by which the history is found. */
export function references(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('requests').addColumn('reference', 'text').execute()
      await db.schema.alterTable('requests').addColumn('reference_key', 'text').execute()
      await db.schema.alterTable('alerts').addColumn('reference', 'text').execute()
      await db.schema.alterTable('audit').addColumn('reference_key', 'text').execute()
      // Only what has one: nearly every entry of the history has none, and is written often.
      for (const table of ['requests', 'audit'] as const)
        await db.schema
          .createIndex(`${table}_by_reference_key`)
          .on(table)
          .columns(['reference_key', 'id'])
          .where('reference_key', 'is not', null)
          .execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropIndex('audit_by_reference_key').execute()
      await db.schema.dropIndex('requests_by_reference_key').execute()
      await db.schema.alterTable('audit').dropColumn('reference_key').execute()
      await db.schema.alterTable('alerts').dropColumn('reference').execute()
      await db.schema.alterTable('requests').dropColumn('reference_key').execute()
      await db.schema.alterTable('requests').dropColumn('reference').execute()
    },
  }
}
