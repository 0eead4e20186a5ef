import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** Why an alert is in the chat of a person who didn't subscribe to it; how often a campaign has chased. */
export function chases(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('alert_deliveries').addColumn('via', 'text').execute()
      await db.schema.alterTable('alert_deliveries').addColumn('why', 'text').execute()
      await db.schema.alterTable('campaigns').addColumn('chased', 'bigint').execute()
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('campaigns').dropColumn('chased').execute()
      await db.schema.alterTable('alert_deliveries').dropColumn('why').execute()
      await db.schema.alterTable('alert_deliveries').dropColumn('via').execute()
    },
  }
}
