import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** Where an app was blocked when a consent was made to move it. */
export function moves(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('consents').addColumn('moved_from_json', 'text').execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('consents').dropColumn('moved_from_json').execute()
    },
  }
}
