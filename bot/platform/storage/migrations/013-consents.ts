import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** A consent stores its approver, and a link stores how long it can be opened beside its current deadline. */
export function consents(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('consents').addColumn('approved_by_json', 'text').execute()
      await db.schema.alterTable('consent_links').addColumn('open_until', 'bigint').execute()
      await copyApprovers(db)
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('consent_links').dropColumn('open_until').execute()
      await db.schema.alterTable('consents').dropColumn('approved_by_json').execute()
    },
  }
}

async function copyApprovers(db: Kysely<Schema>): Promise<void> {
  const released = await db
    .selectFrom('request_consents')
    .innerJoin('requests', 'requests.id', 'request_consents.request_id')
    .select(['consent_id', 'decision_json'])
    .where('decision_json', 'is not', null)
    .execute()
  for (const { consent_id: id, decision_json: json } of released) {
    const { by } = JSON.parse(json ?? '{}') as { by?: object }
    if (!by) continue
    const approver = { approved_by_json: JSON.stringify(by) }
    await db.updateTable('consents').set(approver).where('id', '=', id).execute()
  }
}
