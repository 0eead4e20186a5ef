import type { Notice } from './notice.ts'
import type { OutcomeData } from './outcome.ts'
import type { AppRef, PersonRef, Rights, SetRef, TenantRef } from './subjects.ts'
import type { LinkKind, LinkPhase, Who } from './words/codes.ts'

export interface ConsentLinkRow {
  tenant: TenantRef
  kind: LinkKind
  /** Position among the links of the tenant, from 1. */
  step: number
  phase: LinkPhase
  /** When each phase was reached. */
  times: Readonly<Partial<Record<LinkPhase, Date>>>
  expiresAt: Date
  /** Our own link; only for the person who can open it, and only while it can be opened. */
  url?: string
  /** Least role that can accept it; Privileged Role Administrator by default. */
  signer?: Who
  /** Verification reads made so far, and until when there are more. */
  reads: number
  checksUntil?: Date
  /** Why it failed, for `refused` and `notConfirmed`. */
  outcome?: OutcomeData
  /** Values still missing, for `spreading` and `notConfirmed`. */
  missing?: readonly string[]
}

export interface ConsentCardData {
  now: Date
  consentId: string
  version: number
  kind: 'grant' | 'update' | 'connection'
  /** Absent: only the directory connection is requested. */
  set?: SetRef
  apps: readonly AppRef[]
  code: string
  requestedBy: PersonRef
  /** The second person, if one approved. */
  approvedBy?: PersonRef
  /** The person who has the links, if not the requester. */
  signer?: PersonRef
  createdAt: Date
  /** Tenants in order, steps within. */
  links: readonly ConsentLinkRow[]
  rights: Rights
  notice?: Notice
}

/** Of one tenant. */
export type Links = readonly ConsentLinkRow[]
