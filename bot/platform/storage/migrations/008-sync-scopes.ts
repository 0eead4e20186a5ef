import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reversible } from './reversible.ts'

/** A sync run over the tenants of a person with a limited scope. */
export function syncScopes(): Reversible {
  return {
    async up(db: Kysely<Schema>) {
      await db.schema.alterTable('sync_runs').addColumn('scope_json', 'text').execute()
    },
    async down(db: Kysely<Schema>) {
      // A version without scopes would show such a run to everyone as one over all tenants.
      await db
        .updateTable('sync_runs')
        .set((eb) => ({ state: 'cancelled', ended_at: eb.ref('started_at') }))
        .where('scope_json', 'is not', null)
        .where('state', '=', 'running')
        .execute()
      await db.schema.alterTable('sync_runs').dropColumn('scope_json').execute()
    },
  }
}
