import type { BatchAnswers } from '#platform/microsoft/batch.ts'
import type { Organization, ReadResult, ServicePrincipalFacts } from '#platform/microsoft/facts.ts'
import { type GraphPort, notRead, type Session } from '#platform/microsoft/graph-client.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { type PageSchema, readList } from '#platform/microsoft/paging.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { foreignRows } from './foreign-rows.ts'
import {
  idPage,
  organizationPage,
  type Principal,
  principalPage,
  type RoleAssignment,
  roleAssignmentPage,
  skuPage,
} from './graph-schemas.ts'
import type { ReadPlan } from './plan-read.ts'

/** The answers of one tenant, parsed list by list. */
export interface TenantAnswers {
  port: GraphPort
  session: Session
  plan: ReadPlan
  answers: BatchAnswers
}

/** All rows of one part of the plan, including further pages. */
export async function readPartList<T>(
  from: TenantAnswers,
  id: string,
  schema: PageSchema<T>,
): Promise<ReadResult<readonly T[]>> {
  const answer = from.answers.get(id)
  const part = from.plan.parts.find((planned) => planned.id === id)
  if (!answer || !part) return notRead(makeOutcome('graph', 'notAsked'))
  if (!answer.read) return answer
  return readList(from.port, from.session, { url: part.url, first: answer.value, schema })
}

/** Service principals of the tenant by app ID and by object ID. */
export interface Principals {
  byAppId: ReadonlyMap<string, Principal>
  appIdById: ReadonlyMap<string, string>
}

export async function readPrincipals(from: TenantAnswers): Promise<ReadResult<Principals>> {
  const byAppId = new Map<string, Principal>()
  const appIdById = new Map<string, string>()
  for (const id of from.plan.principalParts) {
    const rows = await readPartList(from, id, principalPage)
    if (!rows.read) return rows
    if (rows.value.some(({ appId }) => !from.plan.appIds.has(appId))) return foreignRows('appId')
    for (const row of rows.value) {
      const { id = row.id } = byAppId.get(row.appId) ?? {}
      // A tenant has one object of an app: of two, an old one that a replica still knows can't be told from the new one.
      if (id !== row.id) return notRead(makeOutcome('graph', 'readsDisagree'))
      byAppId.set(row.appId, row)
      appIdById.set(row.id, row.appId)
    }
  }
  return { read: true, value: { byAppId, appIdById } }
}

/** An absent `accountEnabled` counts as enabled, as Graph documents it. */
export function principalFacts(principal: Principal): ServicePrincipalFacts {
  const facts: ServicePrincipalFacts = {
    id: principal.id,
    accountEnabled: principal.accountEnabled !== false,
    isDisabled: principal.isDisabled === true,
  }
  const reason = principal.disabledByMicrosoftStatus
  if (reason && reason.toLowerCase() !== 'notdisabled') facts.disabledByMicrosoft = reason
  return facts
}

export async function readOrganization(from: TenantAnswers): Promise<ReadResult<Organization>> {
  const rows = await readPartList(from, 'organization', organizationPage)
  if (!rows.read) return rows
  const [organization] = rows.value
  if (!organization) return notRead(makeOutcome('graph', 'answerUnreadable'))
  if ((organization.id ?? from.session.tenantId) !== from.session.tenantId) return foreignRows('id')
  const domains = organization.verifiedDomains ?? []
  const domain = domains.find(({ isDefault }) => isDefault === true) ?? domains[0]
  return {
    read: true,
    value: { displayName: organization.displayName ?? '', defaultDomain: domain?.name.toLowerCase() ?? '' },
  }
}

/** Names of provisioned service plans of active subscriptions. */
export async function readServicePlans(from: TenantAnswers): Promise<ReadResult<readonly string[]>> {
  const skus = await readPartList(from, 'skus', skuPage)
  if (!skus.read) return skus
  const names = skus.value
    .filter(({ capabilityStatus }) => capabilityStatus === 'Enabled' || capabilityStatus === 'Warning')
    .flatMap(({ servicePlans }) => servicePlans)
    .filter(({ provisioningStatus }) => provisioningStatus === 'Success')
    .map(({ servicePlanName }) => servicePlanName)
  return { read: true, value: [...new Set(names)] }
}

/** Tenant-wide assignments of every role that a set needs, by role template ID. */
export async function readRoleAssignments(
  from: TenantAnswers,
): Promise<ReadonlyMap<string, ReadResult<readonly RoleAssignment[]>>> {
  const byRole = new Map<string, ReadResult<readonly RoleAssignment[]>>()
  for (const roleId of from.plan.roleTemplateIds) {
    const rows = await readPartList(from, `role:${roleId}`, roleAssignmentPage)
    if (!rows.read) byRole.set(roleId, rows)
    else {
      const wide = rows.value.filter((row) => row.directoryScopeId === '/' && row.roleDefinitionId === roleId)
      byRole.set(roleId, { read: true, value: wide })
    }
  }
  return byRole
}

/** Object IDs of the groups (and other containers) that a set's service principal is in, including nested ones. */
export async function readGroups(
  from: TenantAnswers,
  requirement: Requirement,
): Promise<ReadResult<ReadonlySet<string>>> {
  const rows = await readPartList(from, `groups:${requirement.setId}`, idPage)
  return rows.read ? { read: true, value: new Set(rows.value.map(({ id }) => id)) } : rows
}
