export const roles = ['viewer', 'operator', 'approver', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Whose word is enough for which role: an approver may do all, an auditor reads all and acts never. */
const satisfiedBy: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ['viewer', 'operator', 'approver', 'auditor'],
  operator: ['operator', 'approver'],
  approver: ['approver'],
  auditor: ['auditor', 'approver'],
}

/** Does somebody with these roles have the needed one, or one that includes it? */
export const includesRole = (has: readonly Role[], needed: Role): boolean =>
  has.some((role) => satisfiedBy[needed].includes(role))
