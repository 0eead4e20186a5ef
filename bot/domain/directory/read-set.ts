import type { AppRoleFact, ReadResult, ScopeFact, SetFacts } from '#platform/microsoft/facts.ts'
import { notRead } from '#platform/microsoft/graph-client.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { foreignRows } from './foreign-rows.ts'
import {
  type Assignment,
  assignmentPage,
  type DelegatedGrant,
  grantPage,
  type Principal,
  type RoleAssignment,
} from './graph-schemas.ts'
import { resourcesOf, rolesOf } from './plan-read.ts'
import { readResources } from './read-resources.ts'
import {
  type Principals,
  principalFacts,
  readGroups,
  readPartList,
  type TenantAnswers,
} from './tenant-parts.ts'

/** Facts shared by all sets of a tenant. */
interface TenantContext {
  from: TenantAnswers
  principals: Principals
  servicePlans: ReadResult<readonly string[]>
  roleAssignments: ReadonlyMap<string, ReadResult<readonly RoleAssignment[]>>
}

/** "Default access": an assignment without a permission. */
const defaultAppRole = '00000000-0000-0000-0000-000000000000'

type DirectoryRoles = SetFacts['directoryRoles']

/**
 * The facts of one set. If app role assignments or delegated grants can't be read completely, the set is `notRead`;
 * directory roles and licenses may fail alone, because no permission depends on them.
 */
export async function readSet(
  context: TenantContext,
  requirement: Requirement,
): Promise<ReadResult<SetFacts>> {
  const { from, principals } = context
  const assignments = await readPartList(from, `assignments:${requirement.setId}`, assignmentPage)
  const grants = await readPartList(from, `grants:${requirement.setId}`, grantPage)
  const principal = principals.byAppId.get(requirement.clientId.toLowerCase())
  const resources = resourcesOf(requirement).filter((appId) => principals.byAppId.has(appId))
  const off = resources.filter((appId) => isSwitchedOff(principals.byAppId.get(appId)))
  const disabled = off.length > 0 ? { disabledResources: off } : {}
  const former = formerApps(principals, requirement)
  const { servicePlans } = context
  if (!principal) {
    const failure = failureIfNotInstalled(assignments) ?? failureIfNotInstalled(grants)
    if (failure) return notRead(failure)
    const directoryRoles: DirectoryRoles = { read: true, value: [] }
    const none = { appRoles: [], scopes: [] }
    return { read: true, value: { ...none, resources, ...disabled, directoryRoles, servicePlans, ...former } }
  }
  if (!assignments.read) return assignments
  if (!grants.read) return grants
  const isOther = (id: string | null | undefined): boolean => (id ?? principal.id) !== principal.id
  if (assignments.value.some(({ principalId }) => isOther(principalId))) return foreignRows('principalId')
  if (grants.value.some(({ clientId }) => isOther(clientId))) return foreignRows('clientId')
  const appIdById = await nameResources(context, assignments.value, grants.value)
  if (!appIdById) return foreignRows('resourceId')
  const value: SetFacts = {
    servicePrincipal: principalFacts(principal),
    appRoles: appRolesOf(assignments.value, appIdById),
    scopes: scopesOf(grants.value, appIdById),
    resources,
    ...disabled,
    directoryRoles: await readDirectoryRoles(context, requirement, principal.id),
    servicePlans,
    ...former,
  }
  return { read: true, value }
}

/** Enterprise applications that this set replaced and that are still in the tenant. */
function formerApps(
  { byAppId }: Principals,
  { clientId, formerClientIds = [] }: Requirement,
): Pick<SetFacts, 'predecessors'> {
  if (formerClientIds.length === 0) return {}
  const left = formerClientIds.filter((appId) => appId !== clientId.toLowerCase() && byAppId.has(appId))
  const predecessors = left.map((appId) => {
    const { id = '', displayName } = byAppId.get(appId) ?? {}
    return { appId, objectId: id, name: displayName ?? '' }
  })
  return { predecessors }
}

/** No token is issued for an API whose own service principal is disabled. */
function isSwitchedOff(principal: Principal | undefined): boolean {
  if (!principal) return false
  const { accountEnabled, isDisabled, disabledByMicrosoft } = principalFacts(principal)
  return !accountEnabled || isDisabled || disabledByMicrosoft !== undefined
}

/**
 * Checks an app that isn't in the list of service principals: its own lists must be "not found" too. If they return rows,
 * two replicas disagree and the read fails.
 */
function failureIfNotInstalled(result: ReadResult<readonly unknown[]>): Outcome | undefined {
  if (result.read) return makeOutcome('graph', 'readsDisagree')
  return result.outcome.name === 'objectNotFound' ? undefined : result.outcome
}

/** App ID of an API by its object ID. */
type AppIds = ReadonlyMap<string, string>

/** The APIs of these rows, also those that no set needs; undefined if a row names an object that this tenant doesn't have. */
async function nameResources(
  { from, principals }: TenantContext,
  ...lists: readonly (readonly { resourceId: string }[])[]
): Promise<AppIds | undefined> {
  const unknown = new Set<string>()
  for (const rows of lists)
    for (const { resourceId: id } of rows) if (id !== '' && !principals.appIdById.has(id)) unknown.add(id)
  // Most tenants have no others.
  if (unknown.size === 0) return principals.appIdById
  const found = new Map(principals.appIdById)
  for (const [id, resource] of await readResources(from, [...unknown])) {
    if (resource === 'elsewhere') return undefined
    if (resource !== 'unknown') found.set(id, resource.appId)
  }
  return found
}

function appRolesOf(rows: readonly Assignment[], appIdById: AppIds): AppRoleFact[] {
  const facts = new Map<string, AppRoleFact>()
  for (const { appRoleId, resourceId, resourceDisplayName } of rows) {
    if (appRoleId === defaultAppRole) continue
    const resourceAppId = appIdById.get(resourceId)
    const resourceName = resourceDisplayName ?? ''
    facts.set(
      `${resourceId}/${appRoleId}`,
      resourceAppId === undefined ? { resourceName, appRoleId } : { resourceAppId, resourceName, appRoleId },
    )
  }
  return [...facts.values()]
}

/** Scopes of tenant-wide delegated grants. The consent of a single user (`Principal`) doesn't count. */
function scopesOf(rows: readonly DelegatedGrant[], appIdById: AppIds): ScopeFact[] {
  const facts = new Map<string, ScopeFact>()
  for (const { consentType, resourceId, scope } of rows) {
    if (consentType !== 'allprincipals') continue
    const resourceAppId = appIdById.get(resourceId)
    for (const value of (scope ?? '').split(/\s+/).filter(Boolean)) {
      facts.set(`${resourceId}/${value}`, resourceAppId === undefined ? { value } : { resourceAppId, value })
    }
  }
  return [...facts.values()]
}

async function readDirectoryRoles(
  context: TenantContext,
  requirement: Requirement,
  principalId: string,
): Promise<DirectoryRoles> {
  const needed = rolesOf(requirement)
  if (needed.length === 0) return notRead(makeOutcome('graph', 'notAsked'))
  const groups = await readGroups(context.from, requirement)
  const held: { roleTemplateId: string; via: 'direct' | 'group' }[] = []
  for (const roleTemplateId of needed) {
    const rows = context.roleAssignments.get(roleTemplateId) ?? notRead(makeOutcome('graph', 'notAsked'))
    if (!rows.read) return rows
    if (rows.value.some((row) => row.principalId === principalId)) {
      held.push({ roleTemplateId, via: 'direct' })
    } else if (!groups.read) {
      return groups
    } else if (rows.value.some((row) => groups.value.has(row.principalId))) {
      held.push({ roleTemplateId, via: 'group' })
    }
  }
  return { read: true, value: held }
}
