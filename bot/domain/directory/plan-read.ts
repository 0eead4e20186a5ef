import { memoize } from '#platform/base/memoize.ts'
import type { BatchPart } from '#platform/microsoft/batch.ts'
import type { Requirement } from '../catalog/permission-set.ts'

/** The requests for one tenant. The same requirements always give the same plan. */
export interface ReadPlan {
  parts: readonly BatchPart[]
  /** App IDs that are looked up as service principals. */
  appIds: ReadonlySet<string>
  /** IDs of the parts that list service principals; all of them are needed to evaluate anything. */
  principalParts: readonly string[]
  roleTemplateIds: readonly string[]
  asksForPlans: boolean
}

/** Graph allows at most this many values in an `in` filter. */
const mostInFilter = 15
const principalFields = 'id,appId,displayName,accountEnabled,isDisabled,disabledByMicrosoftStatus'
const organizationUrl = '/organization?$select=id,displayName,verifiedDomains'

const quoted = (text: string): string => `'${encodeURIComponent(text.toLowerCase().replaceAll("'", "''"))}'`
const distinct = (values: readonly string[]): string[] => [...new Set(values)]

/** Template IDs of the directory roles that a set needs. */
export const rolesOf = ({ settings }: Requirement): readonly string[] => rolesOfSettings(settings)

const rolesOfSettings = memoize((settings: Requirement['settings']) =>
  distinct(
    settings.flatMap((setting) =>
      setting.kind === 'directoryRole' ? [setting.roleTemplateId.toLowerCase()] : [],
    ),
  ),
)

const needsPlan = (requirement: Requirement): boolean =>
  requirement.settings.some((setting) => setting.kind === 'servicePlan')

/** App IDs, lower case, of the APIs that a set needs. */
export const resourcesOf = ({ permissions }: Requirement): readonly string[] => resourcesOfList(permissions)

const resourcesOfList = memoize((permissions: Requirement['permissions']) =>
  distinct(permissions.map((permission) => permission.resourceAppId.toLowerCase())),
)

let last: { requirements: readonly Requirement[]; plan: ReadPlan } | undefined

/**
 * Plans the batch of one tenant: for five sets at most 20 parts, which is one request. Caches the last plan, since all
 * tenants of a sync use the same one.
 */
export function planRead(requirements: readonly Requirement[]): ReadPlan {
  if (last && areSame(last.requirements, requirements)) return last.plan
  const plan = makePlan(requirements)
  last = { requirements, plan }
  return plan
}

const areSame = (some: readonly Requirement[], others: readonly Requirement[]): boolean =>
  some.length === others.length &&
  some.every(({ setId, clientId, permissions, settings, formerClientIds }, at) => {
    const other = others[at]
    const same = other?.setId === setId && other.clientId === clientId
    const list = same && other.permissions === permissions && other.settings === settings
    return list && other.formerClientIds === formerClientIds
  })

function makePlan(requirements: readonly Requirement[]): ReadPlan {
  // Former apps cost no part of their own: whether one is there stands in the list of service principals.
  const appIds = distinct(
    requirements.flatMap((r) => [r.clientId.toLowerCase(), ...resourcesOf(r), ...(r.formerClientIds ?? [])]),
  )
  const principals = planPrincipals(appIds)
  const roleTemplateIds = distinct(requirements.flatMap(rolesOf))
  const asksForPlans = requirements.some(needsPlan)
  const perSet = requirements.flatMap((requirement) => planSet(requirement))
  const roles = roleTemplateIds.map((id) => ({
    id: `role:${id}`,
    url: `/roleManagement/directory/roleAssignments?$filter=roleDefinitionId%20eq%20${quoted(id)}`,
  }))
  const plans = asksForPlans ? [{ id: 'skus', url: '/subscribedSkus' }] : []
  return {
    appIds: new Set(appIds),
    parts: [...principals, ...perSet, { id: 'organization', url: organizationUrl }, ...plans, ...roles],
    principalParts: principals.map((part) => part.id),
    roleTemplateIds,
    asksForPlans,
  }
}

function planPrincipals(appIds: readonly string[]): BatchPart[] {
  const parts: BatchPart[] = []
  for (let from = 0; from < appIds.length; from += mostInFilter) {
    const values = appIds
      .slice(from, from + mostInFilter)
      .map(quoted)
      .join(',')
    const url = `/servicePrincipals?$filter=appId%20in%20(${values})&$select=${principalFields}`
    parts.push({ id: `principals:${parts.length}`, url })
  }
  return parts
}

function planSet(requirement: Requirement): BatchPart[] {
  const principal = `/servicePrincipals(appId=${quoted(requirement.clientId)})`
  const { setId } = requirement
  const parts = [
    { id: `assignments:${setId}`, url: `${principal}/appRoleAssignments?$top=999` },
    { id: `grants:${setId}`, url: `${principal}/oauth2PermissionGrants?$top=999` },
  ]
  if (rolesOf(requirement).length > 0) {
    parts.push({ id: `groups:${setId}`, url: `${principal}/transitiveMemberOf?$select=id&$top=999` })
  }
  return parts
}
