import type { Deps } from '#domain/deps.ts'
import { listBoundSets } from '#domain/grants/bound-sets.ts'
import { listMilderTenants } from '#domain/grants/milder-tenants-store.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import type { Milder } from '#domain/tenants/tenant.ts'

/** Tenants that need less than their summary says, for every card that lists or counts them. */
export const readMilder = async (
  deps: Pick<Deps, 'catalog' | 'database'>,
  scope: Scope,
): Promise<ReadonlyMap<string, Milder>> => {
  const { db } = deps.database
  return listMilderTenants(db, scope, await listBoundSets(deps, db))
}
