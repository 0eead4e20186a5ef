import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { addIndex } from './add-index.ts'
import type { Reversible } from './reversible.ts'

/** What each person did without a second person and what they were refused, lately; and who consents, beside who requested. */
export function secondPerson(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema
        .createTable('own_acts')
        .addColumn('person_key', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('set_id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('own_acts_key', ['person_key', 'at', 'kind', 'tenant_id', 'set_id'])
        .execute()
      await db.schema
        .createTable('refused_attempts')
        .addColumn('person_key', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute()
      await addIndex(db, 'refused_attempts', ['person_key', 'at'])
      await addIndex(db, 'requests', ['requester_key', 'state'])
      await db.schema.alterTable('consents').addColumn('signer_json', 'text').execute()
      await copySigners(db)
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('consents').dropColumn('signer_json').execute()
      await db.schema.dropIndex('requests_by_requester_key_state').execute()
      await db.schema.dropTable('refused_attempts').execute()
      await db.schema.dropTable('own_acts').execute()
    },
  }
}

/** Links that are out keep being checked for the person who got them. */
async function copySigners(db: Kysely<Schema>): Promise<void> {
  const released = await db
    .selectFrom('request_consents')
    .innerJoin('requests', 'requests.id', 'request_consents.request_id')
    .select(['consent_id', 'signer_json'])
    .where('signer_json', 'is not', null)
    .execute()
  for (const { consent_id: id, signer_json } of released)
    await db.updateTable('consents').set({ signer_json }).where('id', '=', id).execute()
}
