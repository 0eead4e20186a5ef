import type { Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import type { Grant } from '#domain/grants/grant.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { isInScope } from '#domain/people/scope.ts'
import { standingBlock } from '#domain/status/closure.ts'
import { wouldBeUsable } from '#domain/status/evaluate-status.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import type { Elsewhere } from '../../../cards/elsewhere.ts'

interface Bound {
  use: { limit: number; tenantIds: readonly string[] } | undefined
  grant: Grant | undefined
  requirement: Requirement
  /** Tenants that the reader may see. */
  namesOf: Scope
}

/**
 * Where an app of a set is used instead. Absent also for a block whose end would let nobody use anything: the limit doesn't
 * stand against it.
 */
export async function readElsewhere(
  deps: Pick<Deps, 'database'>,
  { use, grant, requirement, namesOf }: Bound,
): Promise<Elsewhere | undefined> {
  if (!use || (grant && standingBlock(grant.memory) && !wouldBeUsable(requirement, grant.memory)))
    return undefined
  const seen = use.tenantIds.filter((id) => isInScope(namesOf, id))
  const tenants = await Promise.all(seen.map((id) => findTenant(deps.database.db, id)))
  return {
    limit: use.limit,
    tenants: tenants.flatMap((tenant) => tenant?.displayName ?? []),
    hasHidden: seen.length < use.tenantIds.length,
  }
}
