import type { Role, Who } from './codes.ts'

/** The least role that can act, as it is called where the person finds it. `where` is a tenant's name or domain. */
export const whoEn: Readonly<Record<Who, (where?: string) => string>> = {
  privilegedRoleAdministrator: (where) => `Privileged Role Administrator${where ? ` of ${where}` : ''}`,
  cloudApplicationAdministrator: (where) => `Cloud Application Administrator${where ? ` of ${where}` : ''}`,
  billingAdministrator: (where) => `Billing Administrator${where ? ` of ${where}` : ''}`,
  approver: () => 'an approver, here in chat',
  publisher: () => 'the publisher of the app',
  operator: () => 'the operator of Grantkeeper',
  nobody: () => 'nobody, there is nothing to do',
}

export const rolesEn: Readonly<Record<Role, { name: string; may: string }>> = {
  viewer: { name: 'viewer', may: 'sees tenants, grants and reasons' },
  operator: { name: 'operator', may: 'also syncs, and requests what approvers may do' },
  approver: { name: 'approver', may: 'also grants, blocks, unblocks, resets, adds and removes tenants' },
  auditor: { name: 'auditor', may: 'reads everything, never acts' },
}
