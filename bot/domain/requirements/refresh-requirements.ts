import type { Commit } from '#platform/jobs/jobs.ts'
import { append } from '../audit/audit-store.ts'
import {
  type Permission,
  type PermissionSet,
  permissionKey,
  type Requirement,
} from '../catalog/permission-set.ts'
import { requirementFromCatalog, requirementFromRegistration } from '../catalog/requirement.ts'
import type { Deps, ReadRegistrations } from '../deps.ts'
import { currentRequirements } from './current-requirements.ts'
import { type RegistrationProblem, registrationProblem } from './registration-problem.ts'
import { listRequirements, saveRequirement } from './requirements-store.ts'

type Needs = Pick<
  Deps,
  'directory' | 'catalog' | 'clientIds' | 'clock' | 'database' | 'rules' | 'react' | 'log'
>

/**
 * Reads the app registrations in the home tenant and returns what to store. A registration that is unreadable, empty or
 * deleted never changes a requirement: the last good one is kept, and the problem is stored for `settings`.
 */
export async function refreshRequirements(deps: Needs): Promise<Commit> {
  const own = deps.rules.ownApps.map(({ clientId }) => clientId)
  const clientIds = [...Object.values(deps.clientIds), ...own]
  const registrations = await deps.directory.readRegistrations(clientIds)
  if (!registrations.read) deps.log.warn({ ...registrations.outcome }, 'could not read the app registrations')
  const before = await currentRequirements(deps, deps.database.db)
  const known = new Map((await listRequirements(deps.database.db)).map((row) => [row.setId, row.problem]))
  const next = before.map((requirement) => nextRequirement(deps, requirement, registrations))
  return async (tx) => {
    const at = deps.clock()
    const sets = next.map(({ requirement: { setId }, problem }) => {
      return { setId, problem, before: known.get(setId) }
    })
    await deps.react.registrationsRead(tx, { registrations, sets })
    for (const [index, { requirement, problem }] of next.entries()) {
      const old = before[index] as Requirement
      await saveRequirement(tx, { ...requirement, readAt: at, problem })
      if (old.version === requirement.version) continue
      const { setId } = requirement
      const detail = difference(old.permissions, requirement.permissions)
      await append(tx, { at, actor: 'system', action: 'requirement.change', setId, result: 'done', detail })
      await deps.react.requirementChanged(tx, { before: old, after: requirement })
    }
  }
}

function nextRequirement(
  deps: Needs,
  current: Requirement,
  registrations: ReadRegistrations,
): { requirement: Requirement; problem?: RegistrationProblem } {
  const set = deps.catalog.sets.find((each) => each.id === current.setId) as PermissionSet
  const fromCatalog = requirementFromCatalog(set, current.clientId)
  if (!registrations.read) {
    const requirement = deps.rules.requirementsFrom === 'catalog' ? fromCatalog : current
    return { requirement, problem: 'unreadable' }
  }
  const registration = registrations.value[current.clientId]
  if (deps.rules.requirementsFrom === 'catalog') {
    return { requirement: fromCatalog, problem: registrationProblem(registration, fromCatalog, deps.rules) }
  }
  if (!registration || registration.requiredResourceAccess.length === 0) {
    return { requirement: current, problem: registration ? 'empty' : 'absent' }
  }
  const requirement = requirementFromRegistration(set, current.clientId, registration.requiredResourceAccess)
  return { requirement, problem: registrationProblem(registration, requirement, deps.rules) }
}

function difference(before: readonly Permission[], after: readonly Permission[]) {
  const without = (list: readonly Permission[], others: readonly Permission[]) => {
    const keys = new Set(others.map(permissionKey))
    return list.filter((permission) => !keys.has(permissionKey(permission))).map(({ value }) => value)
  }
  return { added: without(after, before), removed: without(before, after) }
}
