import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** A consent stores its approver, and a link that was opened stores its second deadline beside the first. */
export function consents(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('consents').addColumn('approved_by_json', 'text').execute()
      await db.schema.alterTable('consent_links').addColumn('return_until', 'bigint').execute()
      await db
        .updateTable('consent_links')
        .set((eb) => ({ return_until: eb.ref('expires_at') }))
        .where('phase', 'in', ['opened', 'returned', 'spreading'])
        .execute()
      await copyApprovers(db)
    },
    async down(db: Kysely<Schema>) {
      await sql`update consent_links set expires_at = return_until where return_until is not null`.execute(db)
      await db.schema.alterTable('consent_links').dropColumn('return_until').execute()
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
