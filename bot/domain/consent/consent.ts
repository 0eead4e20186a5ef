import type { Person } from '#platform/base/person.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { PermissionKey } from '../catalog/permission-set.ts'

/** `connection` is the consent of Grantkeeper's own reader app, `set` that of a permission set. */
export type LinkKind = 'connection' | 'set'

/**
 * `held`: released when the link before it is verified. `sent` → `opened` (button of our page) → `returned` (Microsoft sent the
 * person back) → `spreading` (read, not visible yet) → one of the final phases.
 */
export type LinkPhase =
  | 'held'
  | 'sent'
  | 'opened'
  | 'returned'
  | 'spreading'
  | 'verified'
  | 'refused'
  | 'notConfirmed'
  | 'expired'
  | 'cancelled'

const ends: readonly LinkPhase[] = ['verified', 'refused', 'notConfirmed', 'expired', 'cancelled']

export const hasEnded = (phase: LinkPhase): boolean => ends.includes(phase)

/** The claims of the redirect, without its free text. Only a read of the tenant decides. */
export interface CallbackReport {
  /** The outcome that the redirect claims; absent when it claims success. */
  refusal?: Outcome
  /** Tenant GUID of the redirect when it is not the tenant of the link. */
  otherTenantId?: string
  /** Names of parameters that appear twice or, for `tenant`, are no GUID. */
  malformed?: readonly string[]
  traceId?: string
  correlationId?: string
}

export interface ConsentLink {
  id: string
  consentId: string
  tenantId: string
  kind: LinkKind
  clientId: string
  /** What the start page shows and the person is asked to grant. */
  requirement: {
    version: string
    permissions: readonly PermissionKey[]
    /** What the tenant had granted beyond the list before the link was handed out; absent: not known. */
    before?: readonly string[]
  }
  /** Position among the links of one tenant, from 1. */
  step: number
  phase: LinkPhase
  version: number
  tokenHash: string
  stateHash?: string
  cookieHash?: string
  times: Readonly<Partial<Record<LinkPhase, Date>>>
  report?: CallbackReport
  /** Verification reads made so far. */
  reads: number
  openUntil: Date
  /** Set when the link is opened: the deadline of the callback. */
  returnUntil?: Date
}

/** The current deadline of the link. */
export const deadlineOf = ({ openUntil, returnUntil }: ConsentLink): Date => returnUntil ?? openUntil

/** `update`: every tenant still had all that was required before, so only new permissions are requested. */
export type ConsentKind = 'grant' | 'update' | 'connection'

export interface MovedFrom {
  tenantId: string
  setId: string
}

/** One consent card: one set (or only the connection) in one or many tenants. */
export interface Consent {
  id: string
  /** As requested at creation; never changes. */
  kind: ConsentKind
  /** Absent: only the directory connection. */
  setId?: string
  requestedBy: Person
  /** The recipient of the links; absent: the person who requested them. */
  signer?: Person
  /** The approver; absent: no approval was needed. */
  approvedBy?: Person
  /** What was blocked in the same transaction, because the consent moves an app. */
  movedFrom?: readonly MovedFrom[]
  conversationId: string
  activityId?: string
  /** Six characters shown on the card and on our start page. */
  code: string
  createdAt: Date
  cancelledAt?: Date
}
