import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Tier } from '../catalog/permission-set.ts'
import { includesRole, type Role } from './role.ts'

/** Most tenants that can be changed without a second person. */
export const mostAlone = 10
/** Most tenants of one request. */
export const mostAtOnce = 200

/** `remove`: removes tenants from Grantkeeper. `sync`: reads more tenants at once than an operator may alone. */
export const requestKinds = ['grant', 'block', 'unblock', 'reset', 'remove', 'sync'] as const
export type RequestKind = (typeof requestKinds)[number]

/** A person who acts, with their roles. */
export interface Acting extends Person {
  roles: readonly Role[]
}

/** `role`: needs an approver. `tierZero`, `many`: needs a second person, even if an approver asks. */
export type ApprovalRule = 'role' | 'tierZero' | 'many'

/** @throws UserError APPROVAL_NEEDED if these roles aren't enough without a second person */
export function assertMayAlone(
  { rules }: { rules: { bulkSyncLimit: number } },
  kind: RequestKind,
  given: { roles: readonly Role[]; tenants?: number; permissions?: readonly { tier: Tier }[] },
): void {
  const { roles, tenants = 1, permissions = [] } = given
  const why = findApprovalRule({ kind, tenants, permissions, roles, bulkSyncLimit: rules.bulkSyncLimit })
  if (why) throw new UserError('APPROVAL_NEEDED', { why })
}

/**
 * The rule that requires an approval; undefined if the person may act alone. Every action checks this, whatever the card
 * showed.
 */
export function findApprovalRule(given: {
  kind: RequestKind
  tenants: number
  permissions: readonly { tier: Tier }[]
  roles: readonly Role[]
  /** Most tenants that an operator may sync at once. */
  bulkSyncLimit: number
}): ApprovalRule | undefined {
  const { kind, tenants, permissions, roles, bulkSyncLimit } = given
  const approves = includesRole(roles, 'approver')
  if (kind === 'sync') return approves || tenants <= bulkSyncLimit ? undefined : 'many'
  const gives = kind === 'grant' || kind === 'unblock'
  if (gives && permissions.some(({ tier }) => tier === 0)) return 'tierZero'
  if (tenants > mostAlone) return 'many'
  return approves ? undefined : 'role'
}
