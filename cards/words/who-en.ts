import type { Role, Who } from './codes.ts'

const of = (where?: string): string => (where ? ` of ${where}` : '')

/** The least role that can act, by the name it has in Entra. `where` is a tenant's name or domain. */
export const whoEn: Readonly<Record<Who, (where?: string) => string>> = {
  privilegedRoleAdministrator: (where) => `Privileged Role Administrator${of(where)}`,
  cloudApplicationAdministrator: (where) => `Cloud Application Administrator${of(where)}`,
  conditionalAccessAdministrator: (where) => `Conditional Access Administrator${of(where)}`,
  securityAdministrator: () => 'Security Administrator of the account’s home tenant',
  userAdministrator: (where) => `User Administrator${of(where)}`,
  billingAdministrator: (where) => `Billing Administrator${of(where)}`,
  consentReviewer: (where) => `a reviewer of admin consent requests${of(where)}`,
  networkAdministrator: (where) => `the admin of the network and cross-tenant policies${of(where)}`,
  domainOwner: () => 'the person who manages the DNS of the tenant’s domain',
  signedIn: () => 'the person who signs in',
  approver: () => 'an approver, here in chat',
  anyOperator: () => 'anyone with the operator role, here in chat',
  serviceAdministrator: (where) => `an admin of that service${of(where)}`,
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
