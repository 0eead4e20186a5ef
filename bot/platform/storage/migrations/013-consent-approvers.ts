import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** The approver of a consent, so that its page needn't look up the request. */
export function consentApprovers(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('consents').addColumn('approved_by_json', 'text').execute()
      const released = await db
        .selectFrom('request_consents')
        .innerJoin('requests', 'requests.id', 'request_consents.request_id')
        .select(['consent_id', 'decision_json'])
        .where('decision_json', 'is not', null)
        .execute()
      for (const { consent_id: id, decision_json: json } of released) {
        const { by } = JSON.parse(json ?? '{}') as { by?: object }
        if (!by) continue
        await db
          .updateTable('consents')
          .set({ approved_by_json: JSON.stringify(by) })
          .where('id', '=', id)
          .execute()
      }
    },
    async down(db: Kysely<Schema>) {
      await db.schema.alterTable('consents').dropColumn('approved_by_json').execute()
    },
  }
}
