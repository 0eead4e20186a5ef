import { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Tier } from '../catalog/permission-set.ts'
import { includesRole, type Role } from './role.ts'

/** More tenants than these always need a second person. */
export const mostAlone = 10
/** More than these are never one request. */
export const mostAtOnce = 200

/** `remove`: takes tenants off the list. `sync`: reads all tenants, above the limit that operators may do alone. */
export const requestKinds = ['grant', 'block', 'unblock', 'reset', 'remove', 'sync'] as const
export type RequestKind = (typeof requestKinds)[number]

/** Somebody who wants to act, with what they may do. */
export interface Acting extends Person {
  roles: readonly Role[]
}

/** `role`: only approvers may. `tierZero`, `many`: a second person is needed whoever asks. */
export type ApprovalRule = 'role' | 'tierZero' | 'many'

/** @throws UserError APPROVAL_NEEDED when one person with these roles is not enough */
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
 * Why somebody must ask for this instead of doing it; undefined when they may do it alone. Everything that has an effect
 * asks this, whatever the card showed.
 */
export function findApprovalRule(given: {
  kind: RequestKind
  tenants: number
  permissions: readonly { tier: Tier }[]
  roles: readonly Role[]
  /** More tenants than these an operator may not sync at once. */
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
