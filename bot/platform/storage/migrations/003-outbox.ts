import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'

/** Delivery state of messages and conversations. */
export function outbox(): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await addToOutbox(db)
      await db.schema
        .alterTable('conversations')
        .addColumn('state', 'text', (column) => column.notNull().defaultTo('open'))
        .execute()
      await db.schema.alterTable('conversations').addColumn('state_at', 'bigint').execute()
    },
  }
}

async function addToOutbox(db: Kysely<Schema>): Promise<void> {
  const zero = ['urgent', 'doubts'] as const
  for (const name of zero) {
    await db.schema
      .alterTable('outbox')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
  }
  await db.schema
    .alterTable('outbox')
    .addColumn('lane', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  await db.schema
    .alterTable('outbox')
    .addColumn('since_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  for (const name of ['tenant_id', 'reason'] as const)
    await db.schema.alterTable('outbox').addColumn(name, 'text').execute()
  await db.schema.alterTable('outbox').addColumn('dead_at', 'bigint').execute()
  await db
    .updateTable('outbox')
    .set((eb) => ({ lane: eb.ref('conversation_id'), since_at: eb.ref('wanted_at') }))
    .execute()
  // Earlier versions marked dead messages by their number of attempts.
  await db
    .updateTable('outbox')
    .set((eb) => ({ dead_at: eb.ref('due_at'), reason: 'refused' }))
    .where('attempts', '>=', 20)
    .execute()
  await db.schema.dropIndex('outbox_by_due_at_id').execute()
  await addIndex(db, 'outbox', ['dead_at', 'due_at', 'id'])
  await addIndex(db, 'outbox', ['lane'])
}
