import type { GrantFace } from '#domain/grants/present-grant.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { isInScope } from '#domain/people/scope.ts'
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
