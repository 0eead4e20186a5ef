import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'

/** Where the card of a subject was posted, so that all of them can be updated. */
export function cardPlaces(): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('card_places')
        .addColumn('subject_kind', 'text', (column) => column.notNull())
        .addColumn('subject_id', 'text', (column) => column.notNull())
        .addColumn('address', 'text', (column) => column.notNull())
        .addColumn('conversation_id', 'text')
        .addColumn('activity_id', 'text')
        .addColumn('unseen', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('card_places_key', ['subject_kind', 'subject_id', 'address'])
        .execute()
      await addIndex(db, 'card_places', ['conversation_id', 'activity_id'])
    },
  }
}
