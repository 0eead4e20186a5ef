import type { FindingData } from './findings.ts'
import type { Notice } from './notice.ts'
import type { OutcomeData } from './outcome.ts'
import type { AppRef, PersonRef, Rights, SetRef, TenantRef } from './subjects.ts'
import type { LinkKind, LinkPhase, SettingKind, Status, Who } from './words/codes.ts'

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
  /** For a link of a set that has ended. */
  after?: AfterConsent
}

/** What holds in the tenant now. */
export interface AfterConsent {
  status: Status
  findings: readonly FindingData[]
  /** Settings that are missing: what is left to do, by the name of the role or of the license. */
  steps: readonly { kind: SettingKind; name: string }[]
  /** Where the first finding can be fixed. */
  entraUrl?: string
}

/** What was blocked to move an app, as it is now. */
export interface MovedRow {
  /** Absent: the reader may not see it. */
  tenant?: TenantRef
  set: SetRef
  /** Version of the grant there. */
  version: number
  /** Absent: somebody has lifted the block. */
  blocked?: { at: Date; by: PersonRef }
  /** The block can be undone until then. */
  undoUntil?: Date
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
  /** What was blocked, if it moves an app. */
  moved?: readonly MovedRow[]
  rights: Rights
  notice?: Notice
}

/** Of one tenant. */
export type Links = readonly ConsentLinkRow[]

/** Escaped: what is wrong and what to do, and who can do it. */
export interface Note {
  note: string
  who: string
}
