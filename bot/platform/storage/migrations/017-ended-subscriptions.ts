import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** A subscription that people ended is kept, so that the cards it posted can still be updated. */
export function endedSubscriptions(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('alert_subscriptions').addColumn('ended_at', 'bigint').execute()
    },
    async down(db: Kysely<Schema>) {
      await db.deleteFrom('alert_subscriptions').where('ended_at', 'is not', null).execute()
      await db.schema.alterTable('alert_subscriptions').dropColumn('ended_at').execute()
    },
  }
}
