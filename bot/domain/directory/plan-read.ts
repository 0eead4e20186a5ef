import type { BatchPart } from '#platform/microsoft/batch.ts'
import type { Requirement } from '../catalog/permission-set.ts'

/** What one tenant is asked. Part ids say what they are; the same requirements always make the same plan. */
export interface ReadPlan {
  parts: readonly BatchPart[]
  /** Ids of the parts that list service principals; without all of them nothing can be judged. */
  principalParts: readonly string[]
  roleTemplateIds: readonly string[]
  asksForPlans: boolean
}

/** At most this many values fit into one `in` filter. */
const mostInFilter = 15
const principalFields = 'id,appId,displayName,accountEnabled,isDisabled,disabledByMicrosoftStatus'
const organizationUrl = '/organization?$select=id,displayName,verifiedDomains'

const quoted = (text: string): string => `'${encodeURIComponent(text.toLowerCase().replaceAll("'", "''"))}'`
const distinct = (values: readonly string[]): string[] => [...new Set(values)]

/** Template ids of the directory roles that a set needs. */
export function rolesOf(requirement: Requirement): string[] {
  const ids = requirement.settings.flatMap((setting) =>
    setting.kind === 'directoryRole' ? [setting.roleTemplateId.toLowerCase()] : [],
  )
  return distinct(ids)
}

const needsPlan = (requirement: Requirement): boolean =>
  requirement.settings.some((setting) => setting.kind === 'servicePlan')

/** App ids, lower case, of the APIs a set needs. */
export function resourcesOf(requirement: Requirement): string[] {
  return distinct(requirement.permissions.map((permission) => permission.resourceAppId.toLowerCase()))
}

let last: { requirements: readonly Requirement[]; plan: ReadPlan } | undefined

/**
 * The parts of one batch: at most 20 for five sets, and then the batch is one request. All tenants of a sync are read by
 * the same plan, so the one that was made last is kept.
 */
export function planRead(requirements: readonly Requirement[]): ReadPlan {
  if (last && areSame(last.requirements, requirements)) return last.plan
  const plan = makePlan(requirements)
  last = { requirements, plan }
  return plan
}

const areSame = (some: readonly Requirement[], others: readonly Requirement[]): boolean =>
  some.length === others.length &&
  some.every(({ setId, clientId, permissions, settings }, at) => {
    const other = others[at]
    const same = other?.setId === setId && other.clientId === clientId
    return same && other.permissions === permissions && other.settings === settings
  })

function makePlan(requirements: readonly Requirement[]): ReadPlan {
  const appIds = distinct(requirements.flatMap((r) => [r.clientId.toLowerCase(), ...resourcesOf(r)]))
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
