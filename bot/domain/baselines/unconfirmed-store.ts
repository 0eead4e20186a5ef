import type { Db } from '#platform/storage/database.ts'
import type { Scope } from '../people/role-reading.ts'

/** Tenants on the list whose first reads nobody has looked at yet, by name. */
export async function listUnconfirmedTenants(db: Db, scope: Scope, limit: number): Promise<string[]> {
  const waiting = db
    .selectFrom('tenants')
    .select('id')
    .where('id', 'in', (from) =>
      from
        .selectFrom('baselines')
        .select('tenant_id')
        .where('confirmed_json', 'is', null)
        .where('first_json', '<>', '{}'),
    )
  const seen = scope === 'all' ? waiting : waiting.where('id', 'in', [...scope])
  const rows = await seen.orderBy('name_key').orderBy('id').limit(limit).execute()
  return rows.map(({ id }) => id)
}
