import type { Notice } from './notice.ts'
import type { PermissionRef, PersonRef, SetRef, TenantRef } from './subjects.ts'
import type { PermissionType, RequestKind, RequestState, Tier, VoidCause, Who } from './words/codes.ts'

/** A permission by name, for a difference. */
export interface ChangedPermission {
  value: string
  type: PermissionType
  tier: Tier
}

/** What is so now and was not when it was asked. */
interface RequestDifference {
  added: readonly ChangedPermission[]
  removed: readonly ChangedPermission[]
  gone: readonly { name: string }[]
  blocked: readonly { name: string }[]
  unblocked: readonly { name: string }[]
  catalogVersion?: number
}

export interface RequestCardData {
  now: Date
  requestId: string
  version: number
  code: string
  kind: RequestKind
  state: RequestState
  /** `shared`: a card that everyone in a conversation sees. */
  view: 'approver' | 'requester' | 'reader' | 'shared'
  /** Why the card is posted again. */
  again?: 'reminder' | 'handover'
  requester: PersonRef
  signer?: PersonRef
  reason: string
  set?: SetRef
  /** Empty: all tenants. */
  tenants: readonly TenantRef[]
  /** Permissions that are new in at least one of the tenants, and those that are granted in all of them. */
  fresh: readonly PermissionRef[]
  kept: readonly { value: string }[]
  /** Least role that can accept at Microsoft; for grants. */
  signs?: Who
  createdAt: Date
  expiresAt: Date
  remindedAt?: Date
  endedAt?: Date
  decision?: { by?: PersonRef; reason?: string; cause?: VoidCause }
  difference?: RequestDifference
  handed?: { by: PersonRef; to: PersonRef; at: Date }
  /** Number of tenants where it was done, and where not and why. */
  outcome?: { done: number; refused: readonly { tenant: string; why: string }[] }
  /** Consents that the approval released. */
  consents: readonly { id: string; verified: number; total: number }[]
  syncRunId?: string
  /** Accounts for which a client can show the decision buttons automatically. */
  refreshFor?: readonly string[]
  notice?: Notice
}
