import type { Person } from '#platform/base/person.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { PermissionKey } from '../catalog/permission-set.ts'

/** `connection` is the consent of Grantkeeper's own reader app, `set` that of a permission set. */
export type LinkKind = 'connection' | 'set'

/**
 * `held`: released when the link before it is verified. `sent` → `opened` (button of our page) → `returned` (Microsoft sent the
 * person back) → `spreading` (read, not visible yet) → one of the ends.
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

/** What the redirect said. A report, never a fact: only a read of the tenant decides. Holds no free text of the redirect. */
export interface CallbackReport {
  /** The outcome that the redirect claims; absent when it claims success. */
  refusal?: Outcome
  /** Tenant GUID of the redirect when it is not the tenant of the link. */
  otherTenantId?: string
  traceId?: string
  correlationId?: string
}

export interface ConsentLink {
  id: string
  consentId: string
  tenantId: string
  kind: LinkKind
  clientId: string
  /** What the person was shown and is asked to grant. */
  requirement: { version: string; permissions: readonly PermissionKey[] }
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
  expiresAt: Date
}

/** `update`: every tenant had the whole set once, so that only what is new is asked for. */
export type ConsentKind = 'grant' | 'update' | 'connection'

/** One consent card: one set (or only the connection) in one or many tenants. */
export interface Consent {
  id: string
  /** What was asked for when it was made; it stays, whatever becomes of it. */
  kind: ConsentKind
  /** Absent: only the directory connection. */
  setId?: string
  requestedBy: Person
  /** The second person, where one was asked. */
  approvedBy?: Person
  conversationId: string
  activityId?: string
  /** Six characters shown on the card and on our start page. */
  code: string
  createdAt: Date
  cancelledAt?: Date
}
