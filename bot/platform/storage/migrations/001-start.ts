import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { AutoId } from './auto-id.ts'
import { makeJobs } from './make-jobs.ts'

type Tables = Kysely<Schema>

/** The tables of version 0.1. Times are bigint, because milliseconds don't fit into 32 bits. */
export function start(autoId: AutoId): Migration {
  return {
    async up(db: Tables) {
      await makeTenants(db)
      await makeGrants(db)
      await makeRequirements(db)
      await makeConsents(db)
      await makeConsentLinks(db)
      await makeAudit(db, autoId)
      await makeOutbox(db, autoId)
      await makeJobs(db, autoId)
      await makeSyncRuns(db)
      await makeConversations(db)
      await makeAppRefreshes(db)
    },
  }
}

async function makeTenants(db: Tables): Promise<void> {
  await db.schema
    .createTable('tenants')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('default_domain', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('attention', 'integer', (column) => column.notNull())
    .addColumn('counts_json', 'text', (column) => column.notNull())
    .addColumn('any_blocked', 'integer', (column) => column.notNull())
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .addColumn('checked_at', 'bigint')
    .addColumn('next_sync_at', 'bigint', (column) => column.notNull())
    .execute()
  // Indexes for: the sorted list, the counts above it, blocked tenants, the three ways to name a tenant, the next sync.
  await addIndex(db, 'tenants', ['attention', 'name_key', 'id'])
  await addIndex(db, 'tenants', ['attention', 'any_blocked'])
  await addIndex(db, 'tenants', ['any_blocked', 'attention', 'name_key', 'id'])
  await addIndex(db, 'tenants', ['name_key'])
  await addIndex(db, 'tenants', ['default_domain'])
  await addIndex(db, 'tenants', ['next_sync_at'])
}

async function makeGrants(db: Tables): Promise<void> {
  await db.schema
    .createTable('grants')
    .addColumn('tenant_id', 'text', (column) => column.notNull().references('tenants.id').onDelete('cascade'))
    .addColumn('set_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('status_since', 'bigint', (column) => column.notNull())
    .addColumn('usable', 'integer', (column) => column.notNull())
    .addColumn('consent_open', 'integer', (column) => column.notNull())
    .addColumn('evaluation_json', 'text', (column) => column.notNull())
    .addColumn('memory_json', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('grants_key', ['tenant_id', 'set_id'])
    .execute()
  await addIndex(db, 'grants', ['set_id', 'usable', 'consent_open', 'tenant_id'])
  await addIndex(db, 'grants', ['status'])
}

async function makeRequirements(db: Tables): Promise<void> {
  await db.schema
    .createTable('requirements')
    .addColumn('set_id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('permissions_json', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('read_at', 'bigint', (column) => column.notNull())
    .addColumn('problem', 'text')
    .execute()
}

async function makeConsents(db: Tables): Promise<void> {
  await db.schema
    .createTable('consents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('set_id', 'text')
    .addColumn('person_json', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('activity_id', 'text')
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('cancelled_at', 'bigint')
    .execute()
}

async function makeConsentLinks(db: Tables): Promise<void> {
  await db.schema
    .createTable('consent_links')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('consent_id', 'text', (column) =>
      column.notNull().references('consents.id').onDelete('cascade'),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('requirement_json', 'text', (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('ended', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('state_hash', 'text', (column) => column.unique())
    .addColumn('cookie_hash', 'text')
    .addColumn('times_json', 'text', (column) => column.notNull())
    .addColumn('report_json', 'text')
    .addColumn('reads', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await addIndex(db, 'consent_links', ['consent_id', 'position'])
  await addIndex(db, 'consent_links', ['tenant_id', 'ended'])
}

async function makeAudit(db: Tables, autoId: AutoId): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('id', autoId.type, autoId.build)
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor_json', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('tenant_id', 'text')
    .addColumn('set_id', 'text')
    .addColumn('result', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('detail_json', 'text', (column) => column.notNull())
    .execute()
  // No reference to tenants: the history outlives the tenant.
  await addIndex(db, 'audit', ['tenant_id', 'set_id', 'id'])
  await addIndex(db, 'audit', ['tenant_id', 'id'])
  await addIndex(db, 'audit', ['set_id', 'id'])
}

async function makeOutbox(db: Tables, autoId: AutoId): Promise<void> {
  await db.schema
    .createTable('outbox')
    .addColumn('id', autoId.type, autoId.build)
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('activity_id', 'text')
    .addColumn('subject_kind', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('wanted_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('last_error', 'text')
    // Updates of a card share one row; new messages have no activity ID, and nulls are never equal.
    .addUniqueConstraint('outbox_card', ['conversation_id', 'activity_id', 'subject_kind', 'subject_id'])
    .execute()
  await addIndex(db, 'outbox', ['due_at', 'id'])
}

async function makeSyncRuns(db: Tables): Promise<void> {
  await db.schema
    .createTable('sync_runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant_id', 'text')
    .addColumn('total', 'integer', (column) => column.notNull())
    .addColumn('done', 'integer', (column) => column.notNull())
    .addColumn('failed', 'integer', (column) => column.notNull())
    .addColumn('changed', 'integer', (column) => column.notNull())
    .addColumn('failures_json', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('person_json', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text')
    .addColumn('activity_id', 'text')
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .execute()
  await addIndex(db, 'sync_runs', ['state', 'tenant_id'])
}

async function makeConversations(db: Tables): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text')
    .addColumn('reference_json', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute()
  await addIndex(db, 'conversations', ['tenant_id', 'person_id', 'kind', 'seen_at'])
}

async function makeAppRefreshes(db: Tables): Promise<void> {
  await db.schema
    .createTable('app_refreshes')
    .addColumn('tenant_id', 'text', (column) => column.notNull().references('tenants.id').onDelete('cascade'))
    .addColumn('app_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('app_refreshes_key', ['tenant_id', 'app_id'])
    .execute()
}
