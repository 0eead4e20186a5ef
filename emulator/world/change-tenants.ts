import wellKnown from '../data/well-known.json' with { type: 'json' }
import { makeGuid } from '../guid.ts'
import { adminOf, recordAudit, untouched } from './audit.ts'
import { opaqueId } from './directory.ts'
import { changeDirectory, readFuture } from './tenants.ts'
import type { Directory, Group, RoleAssignment, Sku, Tenant, World } from './types.ts'
import { WorldError } from './world-error.ts'

/** Directory roles, licenses and the lifecycle of a tenant. */

/** Assigns a directory role to the app's service principal, directly or through a role-assignable group. */
export function addDirectoryRole(
  world: World,
  tenant: Tenant,
  appId: string,
  roleTemplateId: string,
  via: 'direct' | 'group' = 'direct',
): void {
  const principal = readFuture(world, tenant).principals.get(appId)
  if (!principal) throw new WorldError(`${appId} isn't installed in ${tenant.displayName}`)
  changeDirectory(world, tenant, (directory) => withRole(directory, principal.id, roleTemplateId, via))
  const targets = [untouched(principal)]
  recordAudit(world, tenant, { activity: 'Add member to role', by: adminOf(tenant), targets })
}

export function withRole(
  directory: Directory,
  principalId: string,
  roleTemplateId: string,
  via: 'direct' | 'group',
): Directory {
  if (via === 'direct') return withAssignment(directory, principalId, roleTemplateId)
  const group: Group = {
    id: makeGuid(`group/${principalId}/${roleTemplateId}`),
    displayName: 'Role holders',
    roleAssignable: true,
    memberIds: [principalId],
  }
  const groups = [...directory.groups.filter((other) => other.id !== group.id), group]
  return withAssignment({ ...directory, groups }, group.id, roleTemplateId)
}

function withAssignment(directory: Directory, principalId: string, roleTemplateId: string): Directory {
  const id = opaqueId(`${roleTemplateId}/${principalId}`)
  const assignment: RoleAssignment = { id, roleTemplateId, principalId }
  const others = directory.roleAssignments.filter((other) => other.id !== id)
  return { ...directory, roleAssignments: [...others, assignment] }
}

/** Removes the role from the app, however it was assigned. */
export function removeDirectoryRole(
  world: World,
  tenant: Tenant,
  appId: string,
  roleTemplateId: string,
): void {
  const principal = readFuture(world, tenant).principals.get(appId)
  if (!principal) throw new WorldError(`${appId} isn't installed in ${tenant.displayName}`)
  changeDirectory(world, tenant, (directory) => {
    const holders = holdersOf(directory, principal.id)
    const roleAssignments = directory.roleAssignments.filter(
      (role) => role.roleTemplateId !== roleTemplateId || !holders.has(role.principalId),
    )
    return { ...directory, roleAssignments }
  })
  recordAudit(world, tenant, {
    activity: 'Remove member from role',
    by: adminOf(tenant),
    targets: [untouched(principal)],
  })
}

/** The principal itself and the groups it is in. */
export function holdersOf(directory: Directory, principalId: string): Set<string> {
  const groups = directory.groups.filter((group) => group.memberIds.includes(principalId))
  return new Set([principalId, ...groups.map((group) => group.id)])
}

const planIds = new Map(wellKnown.plans.map((plan) => [plan.name, plan.id]))

/** A subscription with these service plans. */
export function makeSku(
  partNumber: string,
  planNames: readonly string[],
  capabilityStatus: Sku['capabilityStatus'] = 'Enabled',
): Sku {
  const id = wellKnown.skus.find((sku) => sku.partNumber === partNumber)?.id ?? makeGuid(`sku/${partNumber}`)
  const plans = planNames.map((name) => {
    return { id: planIds.get(name) ?? makeGuid(`plan/${name}`), name, provisioningStatus: 'Success' }
  })
  return { id, partNumber, capabilityStatus, plans }
}

export const licences: Readonly<Record<string, () => Sku[]>> = {
  none: () => [makeSku('EXCHANGESTANDARD', ['EXCHANGE_S_STANDARD'])],
  p1: () => [makeSku('AAD_PREMIUM', ['AAD_PREMIUM', 'MFA_PREMIUM', 'ADALLOM_S_DISCOVERY'])],
  p2: () => [
    makeSku('AAD_PREMIUM_P2', ['AAD_PREMIUM', 'AAD_PREMIUM_P2', 'MFA_PREMIUM', 'ADALLOM_S_DISCOVERY']),
  ],
  suspended: () => [makeSku('AAD_PREMIUM_P2', ['AAD_PREMIUM', 'AAD_PREMIUM_P2'], 'Suspended')],
}

export type LicenceName = 'none' | 'p1' | 'p2' | 'suspended'

/** A license of something else. */
export function toggleSparePlan(tenant: Tenant): void {
  const others = tenant.skus.filter(({ partNumber }) => partNumber !== 'FLOW_FREE')
  const isThere = others.length < tenant.skus.length
  tenant.skus = isThere ? others : [...others, makeSku('FLOW_FREE', ['FLOW_P2_VIRAL'])]
}

/** Entra ID P1 or P2, paid for. */
export const hasPremium = (tenant: Tenant): boolean => ['p1', 'p2'].includes(licenceOf(tenant))

/** Which of `licences` the tenant has. */
export function licenceOf(tenant: Tenant): LicenceName {
  const sku = tenant.skus.find((one) => one.partNumber.startsWith('AAD_PREMIUM'))
  if (!sku) return 'none'
  if (sku.capabilityStatus === 'Suspended') return 'suspended'
  return sku.partNumber === 'AAD_PREMIUM' ? 'p1' : 'p2'
}

/** `none`, `p1`, `p2` or `suspended`. Throws for another word. */
export function setLicence(tenant: Tenant, name: string): void {
  const make = licences[name]
  if (!make) throw new WorldError(`unknown license ${name}. Use ${Object.keys(licences).join(', ')}`)
  tenant.skus = make()
}
