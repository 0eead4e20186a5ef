import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { Reversible } from './reversible.ts'

/** Changes that other systems are told of, the last number of each tenant and set, and the last position of all. */
export function events(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('events')
        .addColumn('position', 'bigint', (column) => column.primaryKey().notNull())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('tenant_id', 'text')
        .addColumn('set_id', 'text')
        .addColumn('sequence', 'bigint', (column) => column.notNull())
        .addColumn('data_json', 'text', (column) => column.notNull())
        .execute()
      await addSubjects(db)
      await db.schema
        .createTable('event_head')
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('position', 'bigint', (column) => column.notNull())
        .addColumn('removed', 'bigint', (column) => column.notNull())
        .execute()
      await db.insertInto('event_head').values({ name: 'head', position: 0, removed: 0 }).execute()
    },
    async down(db: Kysely<Schema>) {
      for (const table of ['event_head', 'event_subjects', 'events'])
        await db.schema.dropTable(table).execute()
    },
  }
}

async function addSubjects(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('event_subjects')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('set_id', 'text', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('allowed', 'integer')
    .addColumn('status', 'text')
    .addColumn('until_at', 'bigint')
    .addPrimaryKeyConstraint('event_subjects_key', ['tenant_id', 'set_id'])
    .execute()
  // Where an app with a limit is open: few rows of many.
  await addIndex(db, 'event_subjects', ['set_id', 'allowed'])
}
