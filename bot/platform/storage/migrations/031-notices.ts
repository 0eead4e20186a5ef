import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { AutoId } from './auto-id.ts'
import type { Reversible } from './reversible.ts'

/** Coming requirement lists, announced for a day, and who acknowledged them. */
export function notices(autoId: AutoId): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('notices')
        .addColumn('id', autoId.type, autoId.build)
        .addColumn('set_id', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('day', 'text', (column) => column.notNull())
        .addColumn('time_zone', 'text', (column) => column.notNull())
        .addColumn('starts_at', 'bigint', (column) => column.notNull())
        .addColumn('ends_at', 'bigint', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('source_client_id', 'text')
        .addColumn('list_version', 'text', (column) => column.notNull())
        .addColumn('list_json', 'text', (column) => column.notNull())
        .addColumn('before_version', 'text', (column) => column.notNull())
        .addColumn('before_json', 'text', (column) => column.notNull())
        .addColumn('found_json', 'text')
        .addColumn('by_json', 'text', (column) => column.notNull())
        .addColumn('made_at', 'bigint', (column) => column.notNull())
        .addColumn('ended_at', 'bigint')
        .addColumn('ended_by_json', 'text')
        .execute()
      await addIndex(db, 'notices', ['set_id', 'state'])
      await db.schema
        .createTable('notice_acknowledgements')
        .addColumn('notice_id', 'bigint', (column) => column.notNull())
        .addColumn('person', 'text', (column) => column.notNull())
        .addColumn('by_json', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('notice_acknowledgements_key', ['notice_id', 'person'])
        .execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropTable('notice_acknowledgements').execute()
      await db.schema.dropTable('notices').execute()
    },
  }
}
