import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { AutoId } from './auto-id.ts'

/** Alerts, their events, subscriptions and deliveries. */
export function alerts(autoId: AutoId): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await makeAlerts(db, autoId)
      await makeEvents(db, autoId)
      await makeSubscriptions(db)
      await makeDeliveries(db, autoId)
      await makeSyncGuard(db)
    },
  }
}

async function makeAlerts(db: Kysely<Schema>, autoId: AutoId): Promise<void> {
  await db.schema
    .createTable('alerts')
    .addColumn('id', autoId.type, autoId.build)
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('tenant_id', 'text')
    .addColumn('set_id', 'text')
    .addColumn('condition', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('resolved_at', 'bigint')
    .addColumn('snoozed_until', 'bigint')
    .addColumn('detail_json', 'text', (column) => column.notNull())
    .addColumn('marks_json', 'text', (column) => column.notNull())
    .addColumn('culprit_json', 'text')
    .addUniqueConstraint('alerts_key', ['key'])
    .execute()
  // No reference to tenants: the card of an alert outlives the tenant.
  await addIndex(db, 'alerts', ['tenant_id', 'set_id'])
  await addIndex(db, 'alerts', ['state', 'id'])
}

async function makeEvents(db: Kysely<Schema>, autoId: AutoId): Promise<void> {
  await db.schema
    .createTable('alert_events')
    .addColumn('id', autoId.type, autoId.build)
    .addColumn('alert_id', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('person_json', 'text')
    .execute()
  await addIndex(db, 'alert_events', ['alert_id'])
}

async function makeSubscriptions(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('alert_subscriptions')
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('set_id', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('person_json', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('alert_subscriptions_key', ['address', 'tenant_id', 'set_id'])
    .execute()
  await db.schema
    .createTable('alert_places')
    .addColumn('address', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('quiet_from', 'integer')
    .addColumn('quiet_to', 'integer')
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .execute()
}

async function makeDeliveries(db: Kysely<Schema>, autoId: AutoId): Promise<void> {
  await db.schema
    .createTable('alert_digests')
    .addColumn('id', autoId.type, autoId.build)
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .execute()
  await addIndex(db, 'alert_digests', ['address', 'added_at'])
  await db.schema
    .createTable('alert_deliveries')
    .addColumn('alert_id', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('digest_id', 'bigint')
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('alert_deliveries_key', ['alert_id', 'address'])
    .execute()
  await addIndex(db, 'alert_deliveries', ['address', 'form', 'since'])
  await addIndex(db, 'alert_deliveries', ['digest_id'])
}

async function makeSyncGuard(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('sync_guard')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('tenants_json', 'text', (column) => column.notNull())
    .addColumn('stopped_at', 'bigint')
    .addColumn('probe_at', 'bigint')
    .execute()
}
