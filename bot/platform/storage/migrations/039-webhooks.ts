import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { AutoId } from './auto-id.ts'
import type { Reversible } from './reversible.ts'

/** Targets of webhooks, each with the last event it was given, and the events that it has not accepted yet. */
export function webhooks(autoId: AutoId): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('webhook_targets')
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('url', 'text', (column) => column.notNull())
        .addColumn('position', 'bigint', (column) => column.notNull())
        .addColumn('paused_until', 'bigint', (column) => column.notNull())
        .addColumn('gone_at', 'bigint')
        .addColumn('failing_since', 'bigint')
        .addColumn('alarmed_at', 'bigint')
        .addColumn('last_at', 'bigint')
        .addColumn('last_outcome', 'text')
        .execute()
      // No reference to events: a delivery that nobody asked for again outlives its event.
      await db.schema
        .createTable('webhook_deliveries')
        .addColumn('id', autoId.type, autoId.build)
        .addColumn('target', 'text', (column) => column.notNull())
        .addColumn('position', 'bigint', (column) => column.notNull())
        .addColumn('lane', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('since_at', 'bigint', (column) => column.notNull())
        .addColumn('due_at', 'bigint', (column) => column.notNull())
        .addColumn('dead_at', 'bigint')
        .addColumn('last_outcome', 'text')
        .execute()
      await addIndex(db, 'webhook_deliveries', ['target', 'dead_at', 'due_at'])
      await addIndex(db, 'webhook_deliveries', ['target', 'dead_at', 'attempts', 'id'])
      await addIndex(db, 'webhook_deliveries', ['target', 'lane', 'id'])
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropTable('webhook_deliveries').execute()
      await db.schema.dropTable('webhook_targets').execute()
    },
  }
}
