import { UserError } from '#platform/base/errors.ts'
import type { Db } from '#platform/storage/database.ts'
import type { PermissionSet, Requirement } from '../catalog/permission-set.ts'
import { openForOf, requirementFromCatalog, requirementFromRegistration } from '../catalog/requirement.ts'
import type { Deps } from '../deps.ts'
import { listRequirements, type StoredRequirement } from './requirements-store.ts'

type Needs = Pick<Deps, 'catalog' | 'clientIds' | 'rules'>

/**
 * The requirement of every set now: from the last good read of its registration, or from the catalog where the operator
 * said so. Without a good read it is empty, which is never evaluated as granted.
 */
export async function currentRequirements(deps: Needs, db: Db): Promise<Requirement[]> {
  return requirementsFrom(deps, await listRequirements(db))
}

/** From stored reads that the caller already has. */
export function requirementsFrom(deps: Needs, readings: readonly StoredRequirement[]): Requirement[] {
  const stored = new Map(readings.map((row) => [row.setId, row]))
  return deps.catalog.sets.map((set) => requirementOf(deps, set, stored.get(set.id)))
}

/** @throws UserError SET_UNKNOWN */
export async function getRequirement(deps: Needs, db: Db, setId: string): Promise<Requirement> {
  return pickRequirement(await currentRequirements(deps, db), setId)
}

/** @throws UserError SET_UNKNOWN */
export function pickRequirement(requirements: readonly Requirement[], setId: string): Requirement {
  const found = requirements.find((requirement) => requirement.setId === setId)
  if (!found) throw new UserError('SET_UNKNOWN', { text: setId })
  return found
}

export function getSet(deps: Pick<Deps, 'catalog'>, setId: string): PermissionSet {
  const set = deps.catalog.sets.find((each) => each.id === setId)
  if (!set) throw new UserError('SET_UNKNOWN', { text: setId })
  return set
}

interface MadeRequirement {
  row: StoredRequirement | undefined
  clientId: string
  byRegistration: boolean
  requirement: Requirement
}

/** The last one of each set, so that what is computed from a list can be cached by its identity. */
const made = new WeakMap<PermissionSet, MadeRequirement>()

function requirementOf(
  { clientIds, rules }: Needs,
  set: PermissionSet,
  row: StoredRequirement | undefined,
): Requirement {
  const clientId = clientIds[set.id] ?? ''
  const byRegistration = rules.requirementsFrom === 'registration'
  const known = made.get(set)
  if (known && known.row === row && known.clientId === clientId && known.byRegistration === byRegistration)
    return known.requirement
  const requirement = makeRequirement(set, row, { clientId, byRegistration })
  made.set(set, { row, clientId, byRegistration, requirement })
  return requirement
}

/** Where the registrations decide, a list of the catalog is left over from another configuration and proves nothing. */
function makeRequirement(
  set: PermissionSet,
  row: StoredRequirement | undefined,
  { clientId, byRegistration }: Pick<MadeRequirement, 'clientId' | 'byRegistration'>,
): Requirement {
  if (row && (row.source === 'registration' || !byRegistration)) {
    const { permissions, version, source, readAt } = row
    const read = byRegistration ? { readAt } : {}
    const former = set.formerClientIds && { formerClientIds: set.formerClientIds }
    const own = { setId: set.id, clientId, settings: set.settings, ...openForOf(set), ...former }
    return { ...own, permissions, version, source, ...read }
  }
  return byRegistration
    ? requirementFromRegistration(set, clientId, [])
    : requirementFromCatalog(set, clientId)
}
