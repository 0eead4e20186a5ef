import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** Why the app registration of a set could not be read, for `settings`. */
export function unreadReasons(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('requirements').addColumn('outcome_json', 'text').execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('requirements').dropColumn('outcome_json').execute()
    },
  }
}
