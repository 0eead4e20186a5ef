import type { Consequences } from './consequences.ts'
import type { FindingData } from './findings.ts'
import type { Notice } from './notice.ts'
import type { PermissionRef, PersonRef, SetRef, TenantRef } from './subjects.ts'
import type {
  PermissionType,
  RequestKind,
  RequestState,
  Status,
  Tier,
  VoidCause,
  Who,
} from './words/codes.ts'

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

/** A page of everything that the approval binds, worst first. */
export interface RequestListPage {
  page: number
  pages: number
  /**
   * `isNew`: missing in at least one of the tenants; the others are granted in all of them. `isBeyond`: granted in at least one
   * of them, and not required by the set.
   */
  permissions: readonly (PermissionRef & { isNew: boolean; isBeyond?: true })[]
  tenants: readonly (TenantRef & { status?: Status })[]
  /** Numbers of permissions on all pages. */
  total: number
  fresh: number
  tierZero: number
  catalogVersion: number
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
  /** Of access for a time. */
  until?: Date
  /** Ticket or case number. */
  reference?: string
  set?: SetRef
  /** Empty: all tenants. */
  tenants: readonly TenantRef[]
  list: RequestListPage
  /** Of a move: the id of the tenant that gets it; the others give way. */
  movesTo?: string
  /** Of an exception: what it would hide, whose it is, and until when. */
  exception?: { findings: readonly FindingData[]; owner: PersonRef; endsAt: Date }
  /** Of a block, or of a move. */
  consequences?: Consequences
  /** Proves up to which page the reader was shown the list; sent back by the buttons. */
  read?: { seen: number; proof: string }
  /** The reason that was typed so far. */
  typed?: string
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
