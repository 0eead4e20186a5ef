import type { Commit } from '#platform/jobs/jobs.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { append } from '../audit/audit-store.ts'
import {
  type Permission,
  type PermissionSet,
  permissionKey,
  type Requirement,
} from '../catalog/permission-set.ts'
import { requirementFromCatalog, requirementFromRegistration } from '../catalog/requirement.ts'
import type { Deps, ReadRegistrations, RegistrationState } from '../deps.ts'
import { checkPublished } from './check-published.ts'
import { currentRequirements } from './current-requirements.ts'
import { differenceOf } from './difference.ts'
import { type RegistrationProblem, registrationProblem } from './registration-problem.ts'
import { listRequirements, type StoredRequirement, saveRequirement } from './requirements-store.ts'

export type RefreshDeps = Pick<
  Deps,
  'directory' | 'catalog' | 'clientIds' | 'clock' | 'database' | 'rules' | 'react' | 'log'
>

/** The next requirement of a set; `isGood`: it comes from this read. */
interface NextRequirement {
  requirement: Requirement
  isGood: boolean
  problem?: RegistrationProblem
}

/**
 * Reads the app registrations in the home tenant and returns what to store. A registration that is unreadable, empty or
 * deleted never changes a requirement: the last good one is kept for a while, and the problem is stored for `settings`.
 */
export async function refreshRequirements(deps: RefreshDeps): Promise<Commit> {
  const own = deps.rules.ownApps.map(({ clientId }) => clientId)
  const clientIds = [...Object.values(deps.clientIds), ...own]
  const registrations = await deps.directory.readRegistrations(clientIds)
  if (!registrations.read) deps.log.warn({ ...registrations.outcome }, 'could not read the app registrations')
  const before = await currentRequirements(deps, deps.database.db)
  const known = new Map((await listRequirements(deps.database.db)).map((row) => [row.setId, row]))
  const listed = before.map((requirement) => nextRequirement(deps, requirement, registrations))
  const checked = await checkPublished(
    deps,
    listed.map(({ requirement }) => requirement),
    before,
  )
  const next = listed.map((each, at) =>
    withProblem(deps, { ...each, requirement: checked[at] ?? each.requirement }, registrations),
  )
  return async (tx) => {
    const at = deps.clock()
    const sets = next.map((each) => stateOf(each, known.get(each.requirement.setId)))
    await deps.react.registrationsRead(tx, { registrations, sets })
    for (const [index, each] of next.entries()) {
      const old = before[index] as Requirement
      const { requirement, problem } = each
      const { setId } = requirement
      const readAt = each.isGood ? at : (known.get(setId)?.readAt ?? at)
      await saveRequirement(tx, { ...requirement, readAt, problem, ...failureOf(registrations) })
      if (old.version === requirement.version) {
        const aged = (problem === 'outdated') !== (known.get(setId)?.problem === 'outdated')
        if (aged || knowledgeOf(old) !== knowledgeOf(requirement)) await deps.react.requirementAged(tx, setId)
        continue
      }
      const detail = valuesOf(differenceOf(old.permissions, requirement.permissions))
      await append(tx, { at, actor: 'system', action: 'requirement.change', setId, result: 'done', detail })
      await deps.react.requirementChanged(tx, { before: old, after: requirement })
    }
  }
}

function nextRequirement(
  deps: RefreshDeps,
  current: Requirement,
  registrations: ReadRegistrations,
): NextRequirement {
  const set = deps.catalog.sets.find((each) => each.id === current.setId) as PermissionSet
  if (deps.rules.requirementsFrom === 'catalog')
    return { requirement: requirementFromCatalog(set, current.clientId), isGood: true }
  const registration = registrations.read ? registrations.value[current.clientId] : undefined
  const listed = registration?.requiredResourceAccess ?? []
  if (listed.length === 0) return { requirement: current, isGood: false }
  return { requirement: requirementFromRegistration(set, current.clientId, listed), isGood: true }
}

/** A list that could not be read again for too long says so first: what it required may be wrong by now. */
function withProblem(
  { rules, clock }: RefreshDeps,
  next: NextRequirement,
  registrations: ReadRegistrations,
): NextRequirement {
  const { requirement, isGood } = next
  const { readAt } = requirement
  const isOld = !isGood && readAt !== undefined && clock().getTime() - readAt.getTime() > rules.maxAgeMs
  if (isOld && requirement.permissions.length > 0) return { ...next, problem: 'outdated' }
  if (!registrations.read) return { ...next, problem: 'unreadable' }
  const problem = registrationProblem(registrations.value[requirement.clientId], requirement, rules)
  return { ...next, ...(problem && { problem }) }
}

/** Without the request ID: it would make every failed read look like a new reason. */
function failureOf(registrations: ReadRegistrations): { outcome?: Outcome } {
  if (registrations.read) return {}
  const { requestId: _, retryAfterMs: __, ...outcome } = registrations.outcome
  return { outcome }
}

const stateOf = (
  { requirement, problem }: NextRequirement,
  row: StoredRequirement | undefined,
): RegistrationState => ({
  setId: requirement.setId,
  problem,
  before: row?.problem,
  permissions: requirement.permissions,
})

/** What is known about each permission decides whether it can be granted, and by which name it is found. */
const knowledgeOf = ({ permissions }: Requirement): string =>
  permissions
    .map((each) => `${permissionKey(each)} ${each.knowledge}`)
    .toSorted()
    .join('\n')

function valuesOf({ added, removed }: ReturnType<typeof differenceOf<Permission>>) {
  return { added: added.map(({ value }) => value), removed: removed.map(({ value }) => value) }
}
