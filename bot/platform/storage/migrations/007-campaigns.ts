import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { AutoId } from './auto-id.ts'
import type { Reversible } from './reversible.ts'

/** Requirement lists that have grown, and the progress of each tenant. */
export function campaigns(autoId: AutoId): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('campaigns')
        .addColumn('id', autoId.type, autoId.build)
        .addColumn('set_id', 'text', (column) => column.notNull())
        .addColumn('requirement_version', 'text', (column) => column.notNull())
        .addColumn('added_json', 'text', (column) => column.notNull())
        .addColumn('removed_json', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('opened_at', 'bigint', (column) => column.notNull())
        .addColumn('ended_at', 'bigint')
        .addColumn('reminded_at', 'bigint')
        .addColumn('reminded_by_json', 'text')
        .execute()
      await addIndex(db, 'campaigns', ['set_id', 'state'])
      // No reference to tenants: a removed tenant leaves the campaign first, and still counts.
      await db.schema
        .createTable('campaign_members')
        .addColumn('campaign_id', 'bigint', (column) => column.notNull())
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('stage', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('campaign_members_key', ['campaign_id', 'tenant_id'])
        .execute()
      await addIndex(db, 'campaign_members', ['tenant_id'])
    },
    async down(db: Kysely<Schema>) {
      await db.schema.dropTable('campaign_members').execute()
      await db.schema.dropTable('campaigns').execute()
    },
  }
}
