import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'

/** Requests for approval, the conversations that receive them, and the people that the bot knows. */
export function requests(): Migration {
  return {
    async up(db: Kysely<Schema>) {
      await makeRequests(db)
      await makeIndexes(db)
      await makeNeighbours(db)
    },
  }
}

async function makeRequests(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('requests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('set_id', 'text')
    .addColumn('tenants_json', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('requester_key', 'text', (column) => column.notNull())
    .addColumn('requester_json', 'text', (column) => column.notNull())
    .addColumn('signer_json', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('open_key', 'text', (column) => column.unique())
    .addColumn('basis_json', 'text', (column) => column.notNull())
    .addColumn('attention', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('lapses_at', 'bigint', (column) => column.notNull())
    .addColumn('reminded_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('decision_json', 'text')
    .addColumn('handed_json', 'text')
    .addColumn('outcome_json', 'text')
    .execute()
}

async function makeIndexes(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createIndex('requests_by_state')
    .on('requests')
    .columns(['state', 'attention', 'lapses_at', 'id'])
    .execute()
  await db.schema.createIndex('requests_by_ended_at').on('requests').columns(['ended_at', 'id']).execute()
}

async function makeNeighbours(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('request_consents')
    .addColumn('consent_id', 'text', (column) => column.primaryKey())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .execute()
  await addIndex(db, 'request_consents', ['request_id'])
  await db.schema
    .createTable('approval_places')
    .addColumn('conversation_id', 'text', (column) => column.primaryKey())
    .addColumn('person_json', 'text', (column) => column.notNull())
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('known_people')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('object_id', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('known_people_key', ['tenant_id', 'object_id'])
    .execute()
}
