import type { Deps } from '#domain/deps.ts'
import type { GrantFace } from '#domain/grants/present-grant.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { isInScope } from '#domain/people/scope.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import type { Elsewhere } from '../../../cards/elsewhere.ts'

interface Bound {
  use: { limit: number; tenantIds: readonly string[] } | undefined
  face: Pick<GrantFace, 'isUnused'>
  /** Tenants that the reader may see. */
  namesOf: Scope
}

/** Where an app of a set is used instead. Absent also where the limit doesn't stand against it. */
export function elsewhereOf(
  { use, face, namesOf }: Bound,
  nameOf: (tenantId: string) => string | undefined,
): Elsewhere | undefined {
  if (!use || face.isUnused) return undefined
  const seen = use.tenantIds.filter((id) => isInScope(namesOf, id))
  return {
    limit: use.limit,
    tenants: seen.flatMap((id) => nameOf(id) ?? []),
    hasHidden: seen.length < use.tenantIds.length,
  }
}

/** The same, with names that are not read yet. */
export async function readElsewhere(
  { database }: Pick<Deps, 'database'>,
  bound: Bound,
): Promise<Elsewhere | undefined> {
  const tenants = await Promise.all((bound.use?.tenantIds ?? []).map((id) => findTenant(database.db, id)))
  const names = new Map(tenants.flatMap((tenant) => (tenant ? [[tenant.id, tenant.displayName]] : [])))
  return elsewhereOf(bound, (id) => names.get(id))
}
