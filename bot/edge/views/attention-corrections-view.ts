import type { Deps } from '#domain/deps.ts'
import { listAttentionCorrections } from '#domain/grants/attention-corrections-store.ts'
import { listBoundSets } from '#domain/grants/bound-sets.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import type { AttentionCorrection } from '#domain/tenants/tenant.ts'

/** Tenants that need less than their summary says, for every card that lists or counts them. */
export const readAttentionCorrections = async (
  deps: Pick<Deps, 'catalog' | 'database'>,
  scope: Scope,
): Promise<ReadonlyMap<string, AttentionCorrection>> => {
  const { db } = deps.database
  return listAttentionCorrections(db, scope, await listBoundSets(deps, db))
}
