import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { Reversible } from './reversible.ts'

/** Grants of a few sets in a few statuses, without reading all grants of the sets: PostgreSQL read 10,000 to find none. */
export function grantsByStatus(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await addIndex(db, 'grants', ['status', 'set_id'])
      await db.schema.dropIndex('grants_by_status').execute()
    },
    async down(db: Kysely<Schema>) {
      await addIndex(db, 'grants', ['status'])
      await db.schema.dropIndex('grants_by_status_set_id').execute()
    },
  }
}
