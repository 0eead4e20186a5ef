import type { Elsewhere } from './elsewhere.ts'
import type { FindingData } from './findings.ts'
import type { Notice } from './notice.ts'
import type { AppRef, Rights, SetRef, TenantRef } from './subjects.ts'
import type { Status, TenantState } from './words/codes.ts'

export interface TenantSetRow {
  set: SetRef
  /** Version of the grant. */
  version: number
  apps: readonly AppRef[]
  status: Status
  statusSince?: Date
  /** Status as of the last complete read, when it is not known now. */
  lastKnown?: Status
  /** Time of the last complete read. */
  readAt?: Date
  findings: readonly FindingData[]
  /** Permissions granted and required, as of the last complete read. */
  granted?: number
  required: number
  /** A reset would change something. */
  canReset?: boolean
  /** The consent in progress, if any. */
  consentId?: string
  /** Enterprise application in the Entra admin center, when it is installed. */
  entraUrl?: string
  /** A block can be undone until then. */
  undoUntil?: Date
  /** Everything that would need action is accepted. */
  isExcepted?: boolean
  /** Something of it can be accepted. */
  canAccept?: boolean
  /** An app of it is used in other tenants, and no more are allowed. */
  elsewhere?: Elsewhere
}

export interface TenantCardData {
  now: Date
  tenant: TenantRef
  state: TenantState
  /** The consent for the directory connection, if one is in progress. */
  connectionConsentId?: string
  checkedAt?: Date
  /** Nobody has looked at what its first read found. */
  isUnconfirmed?: boolean
  /** In any order; the card shows the worst first. */
  sets: readonly TenantSetRow[]
  rights: Rights
  notice?: Notice
  /** From 1; at most eight sets a page. */
  page?: number
}
