import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { Reversible } from './reversible.ts'

/** What acts would do, kept for a day under an id. */
export function whatIfPlans(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('what_if_plans')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('person_key', 'text', (column) => column.notNull())
        .addColumn('code', 'text', (column) => column.notNull())
        .addColumn('asked_json', 'text', (column) => column.notNull())
        .addColumn('act_json', 'text', (column) => column.notNull())
        .addColumn('effects_json', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('made_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        // No reference: a request outlives the plan it came from.
        .addColumn('request_id', 'text')
        .execute()
      await addIndex(db, 'what_if_plans', ['person_key', 'made_at'])
      await addIndex(db, 'what_if_plans', ['expires_at'])
      await addIndex(db, 'what_if_plans', ['request_id'])
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropTable('what_if_plans').execute()
    },
  }
}
