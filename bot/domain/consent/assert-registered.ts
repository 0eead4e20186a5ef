import { UserError } from '#platform/base/errors.ts'
import type { Permission, Requirement } from '../catalog/permission-set.ts'
import { requirementFromRegistration } from '../catalog/requirement.ts'
import { beyondReaderRights } from '../directory/reader-rights.ts'
import type { Registration } from '../directory/registration.ts'
import { getRequirement, getSet } from '../requirements/current-requirements.ts'
import { differenceOf } from '../requirements/difference.ts'
import { type RefreshDeps, refreshRequirements } from '../requirements/refresh-requirements.ts'
import { blocksConsent, registrationProblem } from '../requirements/registration-problem.ts'

/**
 * Consent grants whatever the registration lists at that moment, so it is read live and must list exactly what was shown.
 * With `REQUIREMENTS=catalog` an unreadable or longer list is accepted: what is granted beyond it becomes an alert.
 * `reader`: a link for the directory connection is created too.
 * @throws UserError REGISTRATION_MISMATCH, LIST_CHANGED with the difference; the stored list is then the current one
 */
export async function assertRegistered(
  deps: RefreshDeps,
  requirement: Requirement,
  { reader = false }: { reader?: boolean } = {},
): Promise<void> {
  const { clientId } = requirement
  const { readerClientId } = deps.rules
  const read = await deps.directory.readRegistrations(
    reader ? [clientId, readerClientId] : [clientId],
    'list',
  )
  if (!read.read) return assertMayBeUnread(deps, clientId)
  if (reader) await assertReaderListed(deps, read.value[readerClientId])
  const registration = read.value[clientId]
  const problem = registrationProblem(registration, requirement, deps.rules)
  if (deps.rules.requirementsFrom === 'registration' && registration && problem !== 'empty')
    await assertEqual(deps, requirement, registration)
  if (problem && blocksConsent(problem)) throw new UserError('REGISTRATION_MISMATCH', { problem, clientId })
}

/** The same for a link that only makes the directory connection. @throws UserError REGISTRATION_MISMATCH */
export async function assertReaderRegistered(deps: RefreshDeps): Promise<void> {
  const clientId = deps.rules.readerClientId
  const read = await deps.directory.readRegistrations([clientId], 'list')
  if (!read.read) return assertMayBeUnread(deps, clientId)
  await assertReaderListed(deps, read.value[clientId])
}

function assertMayBeUnread({ rules }: RefreshDeps, clientId: string): void {
  if (rules.requirementsFrom === 'catalog') return
  throw new UserError('REGISTRATION_MISMATCH', { problem: 'unreadable', clientId })
}

async function assertEqual(
  deps: RefreshDeps,
  shown: Requirement,
  { requiredResourceAccess }: Registration,
): Promise<void> {
  const set = getSet(deps, shown.setId)
  const live = requirementFromRegistration(set, shown.clientId, requiredResourceAccess)
  if (live.version === shown.version) return
  await refreshNow(deps)
  const stored = await getRequirement(deps, deps.database.db, shown.setId)
  const { permissions } = stored.version === live.version ? stored : live
  throw listChanged(set.name, differenceOf(shown.permissions, permissions))
}

/** The error that names what a list has more and less than the one that was shown. */
export function listChanged(
  set: string,
  { added, removed }: Readonly<Record<'added' | 'removed', readonly Named[]>>,
): UserError {
  return new UserError('LIST_CHANGED', { set, added: namesOf(added), removed: namesOf(removed) })
}

/** Fewer rights than documented are the operator's choice; more are refused, because nobody was told of them. */
async function assertReaderListed(deps: RefreshDeps, registration: Registration | undefined): Promise<void> {
  const clientId = deps.rules.readerClientId
  const requirement = { permissions: [], setId: '', clientId, settings: [], version: '' } as const
  const problem = registrationProblem(registration, { ...requirement, source: 'registration' }, deps.rules)
  if (problem && blocksConsent(problem)) throw new UserError('REGISTRATION_MISMATCH', { problem, clientId })
  const more = beyondReaderRights(registration)
  if (more.length === 0) return
  await refreshNow(deps)
  throw new UserError('REGISTRATION_MISMATCH', { problem: 'readerExceeds', clientId, names: namesOf(more) })
}

/** Stores the current lists with everything that follows: requests and links for the old list end, alarms open. */
async function refreshNow(deps: RefreshDeps): Promise<void> {
  const commit = await refreshRequirements(deps)
  await deps.database.transaction(commit)
}

/** Several APIs share names. */
type Named = Pick<Permission, 'value' | 'api'>

const namesOf = (permissions: readonly Named[]): string[] =>
  permissions.map(({ value, api }) => `${value} (${api})`)
