import { UserError } from '#platform/base/errors.ts'
import type { Db } from '#platform/storage/database.ts'
import type { PermissionSet, Requirement } from '../catalog/permission-set.ts'
import { requirementFromCatalog } from '../catalog/requirement.ts'
import type { Deps } from '../deps.ts'
import { listRequirements, type StoredRequirement } from './requirements-store.ts'

type Needs = Pick<Deps, 'catalog' | 'clientIds'>

/** The requirement of every set now: from the last good read of its registration, otherwise from the catalog. */
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
  const found = (await currentRequirements(deps, db)).find((requirement) => requirement.setId === setId)
  if (!found) throw new UserError('SET_UNKNOWN', { text: setId })
  return found
}

export function getSet(deps: Pick<Deps, 'catalog'>, setId: string): PermissionSet {
  const set = deps.catalog.sets.find((each) => each.id === setId)
  if (!set) throw new UserError('SET_UNKNOWN', { text: setId })
  return set
}

function requirementOf(deps: Needs, set: PermissionSet, row: StoredRequirement | undefined): Requirement {
  const clientId = deps.clientIds[set.id] ?? ''
  if (!row) return requirementFromCatalog(set, clientId)
  const { permissions, version, source } = row
  return { setId: set.id, clientId, permissions, settings: set.settings, version, source }
}
