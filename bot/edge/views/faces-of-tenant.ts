import type { PermissionSet, Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import { listGrants } from '#domain/grants/grants-store.ts'
import { lacksReaderRight } from '#domain/grants/is-readable.ts'
import { faceOf, type GrantFace, storedFaceOf } from '#domain/grants/present-grant.ts'
import type { StoredGrant } from '#domain/grants/shown-rows-store.ts'
import type { ShownTenant } from '#domain/grants/shown-tenant-store.ts'
import { requirementsFrom } from '#domain/requirements/current-requirements.ts'
import type { OtherUse } from '#domain/status/assessment.ts'

interface SetFace {
  set: PermissionSet
  requirement: Requirement
  face: GrantFace
}

export interface FacesOfTenant {
  /** In the order of the catalog. */
  sets: readonly SetFace[]
  /** It can't be read until its admin consents to the reader app again. */
  lacksReaderRight: boolean
}

/** With its grants. */
type StoredTenant = Pick<ShownTenant, 'tenant' | 'readings'> & { grants: readonly StoredGrant[] }

type Uses = ReadonlyMap<string, OtherUse>

/** Every set of the catalog in a tenant: as stored, or from the memories if one of them must be judged again. */
export async function readFaces(deps: Deps, shown: StoredTenant, uses: Uses): Promise<FacesOfTenant> {
  const { tenant, readings } = shown
  if (tenant.state === 'connecting') return { sets: [], lacksReaderRight: false }
  const requirements = requirementsFrom(deps, readings)
  const stored = storedFaces(deps, shown, requirements, uses)
  if (stored) return { sets: pairSets(deps, requirements, stored), lacksReaderRight: false }
  const grants = await listGrants(deps.database.db, tenant.id)
  const faces = requirements.map((requirement) => {
    const grant = grants.find(({ setId }) => setId === requirement.setId)
    return faceOf(deps, requirement, grant, uses.get(requirement.setId))
  })
  return { sets: pairSets(deps, requirements, faces), lacksReaderRight: lacksReaderRight(grants) }
}

/** Undefined if there is a grant, also of a former set, whose memory can say more. */
function storedFaces(
  deps: Deps,
  { grants, tenant: { checkedAt } }: StoredTenant,
  requirements: readonly Requirement[],
  uses: Uses,
): GrantFace[] | undefined {
  if (grants.some(({ judged, isBlocked }) => !judged || isBlocked)) return undefined
  const faces: GrantFace[] = []
  for (const requirement of requirements) {
    const grant = grants.find(({ setId }) => setId === requirement.setId)
    const use = uses.get(requirement.setId)
    const face = grant
      ? storedFaceOf(deps, requirement, grant, { checkedAt, use })
      : faceOf(deps, requirement, grant, use)
    if (!face) return undefined
    faces.push(face)
  }
  return faces
}

/** Requirements are in the order of the catalog. */
const pairSets = (
  { catalog }: Deps,
  requirements: readonly Requirement[],
  faces: readonly GrantFace[],
): SetFace[] =>
  catalog.sets.flatMap((set, at) => {
    const [requirement, face] = [requirements[at], faces[at]]
    return requirement && face ? [{ set, requirement, face }] : []
  })
