import type { Caller } from './caller.ts'

/** Which permissions open which resource to a read; from the permission tables of August 2026. */

const directory = ['Directory.Read.All', 'Directory.ReadWrite.All']
const application = ['Application.Read.All', 'Application.ReadWrite.All', ...directory]

const groups = ['GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', ...directory]

const table: Readonly<Record<string, readonly string[]>> = {
  servicePrincipals: application,
  'servicePrincipals/appRoleAssignments': application,
  'servicePrincipals/appRoleAssignedTo': application,
  'servicePrincipals/memberOf': application,
  'servicePrincipals/transitiveMemberOf': application,
  'servicePrincipals/oauth2PermissionGrants': ['DelegatedPermissionGrant.ReadWrite.All', ...directory],
  oauth2PermissionGrants: ['DelegatedPermissionGrant.ReadWrite.All', ...directory],
  applications: application,
  'applications/federatedIdentityCredentials': application,
  'applications/owners': application,
  'directory/deletedItems/microsoft.graph.application': application,
  'directory/deletedItems/microsoft.graph.servicePrincipal': application,
  'directory/deletedItems/{id}': application,
  me: ['User.Read', 'User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All', ...directory],
  users: ['User.Read.All', 'User.ReadWrite.All', ...directory],
  'users/checkMemberGroups': directory,
  groups,
  'groups/transitiveMembers': groups,
  'roleManagement/directory/roleAssignments': [
    'RoleManagement.Read.Directory',
    'RoleManagement.ReadWrite.Directory',
    ...directory,
  ],
  subscribedSkus: [
    'LicenseAssignment.Read.All',
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    ...directory,
  ],
  organization: ['Organization.Read.All', 'Organization.ReadWrite.All', 'User.Read.All', ...directory],
}

/** The log asks for its own right and for one on what it names. */
const auditLog = [['AuditLog.Read.All', 'AuditLog.ReadWrite.All'], directory]

/** Permissions that only people have, and that open these resources too. */
const delegated: Readonly<Record<string, readonly string[]>> = {
  users: ['User.Read', 'User.ReadBasic.All'],
  organization: ['User.Read'],
}

/** May the caller read that resource? `undefined`: there is no such resource here. */
export function mayRead(resource: string, caller: Caller): boolean | undefined {
  const isPerson = caller.kind === 'person'
  const words = isPerson && caller.words.includes('Directory.AccessAsUser.All') ? directory : caller.words
  const holds = (accepted: readonly string[]): boolean => accepted.some((word) => words.includes(word))
  if (resource.startsWith('auditLogs/')) return auditLog.every(holds)
  const accepted = Object.hasOwn(table, resource) ? table[resource] : undefined
  if (!accepted) return undefined
  return holds(accepted) || (isPerson && holds(delegated[resource] ?? []))
}
