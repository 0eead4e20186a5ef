import type { Role, Who } from './codes.ts'

/** The least role that can act, by the name it has in Entra. `where` is a tenant's name or domain. */
export const whoEn: Readonly<Record<Who, (where?: string) => string>> = {
  privilegedRoleAdministrator: (where) => `Privileged Role Administrator${where ? ` of ${where}` : ''}`,
  cloudApplicationAdministrator: (where) => `Cloud Application Administrator${where ? ` of ${where}` : ''}`,
  billingAdministrator: (where) => `Billing Administrator${where ? ` of ${where}` : ''}`,
  approver: () => 'an approver, here in chat',
  publisher: () => 'the publisher of the app',
  operator: () => 'the admin who runs Grantkeeper',
  nobody: () => 'no one; no action is needed',
}

export const rolesEn: Readonly<Record<Role, { name: string; may: string }>> = {
  viewer: { name: 'viewer', may: 'sees tenants, grants, and reasons' },
  operator: { name: 'operator', may: 'also syncs, and requests what approvers can do' },
  approver: { name: 'approver', may: 'also grants, blocks, unblocks, resets, and adds and removes tenants' },
  auditor: { name: 'auditor', may: 'reads everything, never acts' },
}
