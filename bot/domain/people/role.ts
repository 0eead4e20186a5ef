export const roles = ['viewer', 'operator', 'approver', 'auditor'] as const
export type Role = (typeof roles)[number]

/** The roles that include each role: approvers may do everything, auditors may read everything and change nothing. */
const satisfiedBy: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ['viewer', 'operator', 'approver', 'auditor'],
  operator: ['operator', 'approver'],
  approver: ['approver'],
  auditor: ['auditor', 'approver'],
}

/** Whether these roles contain the needed one, or one that includes it. */
export const includesRole = (has: readonly Role[], needed: Role): boolean =>
  has.some((role) => satisfiedBy[needed].includes(role))
