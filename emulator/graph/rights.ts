/** Which app roles open which resource; from the permission tables of August 2026, application permissions only. */

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

/** May a token with these roles read that resource? `undefined`: there is no such resource here. */
export function mayRead(resource: string, roles: readonly string[]): boolean | undefined {
  const holds = (accepted: readonly string[]): boolean => accepted.some((role) => roles.includes(role))
  if (resource.startsWith('auditLogs/')) return auditLog.every(holds)
  const accepted = Object.hasOwn(table, resource) ? table[resource] : undefined
  return accepted && holds(accepted)
}
