import type { AuditRecord, Directory, RoleAssignment, Sku, Tenant } from '../world/types.ts'
import type { Properties } from './shapes.ts'

/** What else a tenant has, in Graph's words. */

export function roleAssignmentBody(role: RoleAssignment): Record<string, unknown> {
  const { id, principalId, roleTemplateId } = role
  return { id, principalId, directoryScopeId: '/', roleDefinitionId: roleTemplateId }
}

export function skuBody(tenant: Tenant, sku: Sku): Record<string, unknown> {
  const isEnabled = sku.capabilityStatus === 'Enabled'
  return {
    accountId: tenant.id,
    accountName: tenant.displayName,
    appliesTo: 'User',
    capabilityStatus: sku.capabilityStatus,
    consumedUnits: 14,
    id: `${tenant.id}_${sku.id}`,
    prepaidUnits: { enabled: isEnabled ? 25 : 0, lockedOut: 0, suspended: isEnabled ? 0 : 25, warning: 0 },
    servicePlans: sku.plans.map((plan) => ({
      appliesTo: 'User',
      provisioningStatus: plan.provisioningStatus,
      servicePlanId: plan.id,
      servicePlanName: plan.name,
    })),
    skuId: sku.id,
    skuPartNumber: sku.partNumber,
    subscriptionIds: [],
  }
}

export const organizationProperties: Properties<Tenant> = {
  id: (tenant) => tenant.id,
  deletedDateTime: () => null,
  displayName: (tenant) => tenant.displayName,
  countryLetterCode: () => 'DE',
  createdDateTime: () => '2019-03-04T09:00:00Z',
  tenantType: () => 'AAD',
  verifiedDomains: (tenant) =>
    tenant.domains.map((name, index) => ({
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: index === 0,
      isInitial: name.endsWith('.onmicrosoft.com'),
      name,
      type: 'Managed',
    })),
}

export function auditBody(record: AuditRecord): Record<string, unknown> {
  const { by } = record
  const user = by.userId
    ? { displayName: null, id: by.userId, ipAddress: '203.0.113.7', userPrincipalName: by.name }
    : null
  const app = by.appId
    ? { appId: null, displayName: by.name, servicePrincipalId: by.appId, servicePrincipalName: null }
    : null
  return {
    id: record.id,
    activityDateTime: `${new Date(record.atMs).toISOString()}`,
    activityDisplayName: record.activity,
    additionalDetails: [],
    category: 'ApplicationManagement',
    correlationId: record.id.slice(-36),
    initiatedBy: { app, user },
    loggedByService: 'Core Directory',
    operationType: operationOf(record.activity),
    result: 'success',
    resultReason: '',
    targetResources: record.targets.map(({ id, displayName, changes }) => ({
      displayName,
      groupType: null,
      id,
      modifiedProperties: changes.map(({ name, before, after }) => ({
        displayName: name,
        newValue: quoted(after),
        oldValue: quoted(before),
      })),
      type: 'ServicePrincipal',
      userPrincipalName: null,
    })),
  }
}

/** JSON in a string; a list, as of a switch, is JSON already. */
const quoted = (value: string | undefined): string | null =>
  value === undefined ? null : value.startsWith('[') ? value : JSON.stringify(value)

const operationOf = (activity: string): string =>
  activity.startsWith('Update') ? 'Update' : activity.startsWith('Remove') ? 'Unassign' : 'Assign'

/** Groups and directory roles of a principal, as `transitiveMemberOf` lists them. */
export function memberships(directory: Directory, principalId: string): Record<string, unknown>[] {
  const groups = directory.groups.filter((group) => group.memberIds.includes(principalId))
  return groups.map((group) => ({
    '@odata.type': '#microsoft.graph.group',
    id: group.id,
    deletedDateTime: null,
  }))
}
