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
  'auditLogs/directoryAudits': ['AuditLog.Read.All', 'Directory.Read.All'],
}

/** May a token with these roles read that resource? `undefined`: there is no such resource here. */
export function mayRead(resource: string, roles: readonly string[]): boolean | undefined {
  const accepted = Object.hasOwn(table, resource) ? table[resource] : undefined
  return accepted?.some((role) => roles.includes(role))
}
