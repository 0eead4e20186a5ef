import type { FindingData } from './findings.ts'
import { frame } from './frame.ts'
import type { Notice } from './notice.ts'
import type { Card } from './render.ts'
import type { AppRef, Rights, SetRef, TenantRef } from './subjects.ts'
import type { Status, TenantState } from './words/codes.ts'

export interface TenantSetRow {
  set: SetRef
  /** Version of the grant. */
  version: number
  apps: readonly AppRef[]
  status: Status
  statusSince?: Date
  /** Status as of the last complete read, when the status is `unknown` or `blocked`. */
  lastKnown?: Status
  findings: readonly FindingData[]
  /** Permissions granted and required, as of the last complete read. */
  granted?: number
  required: number
  /** The consent under way, if one is. */
  consentId?: string
  /** A block can be undone until then. */
  undoUntil?: Date
}

export interface TenantCardData {
  now: Date
  tenant: TenantRef
  state: TenantState
  /** The consent for the directory connection, if one is under way. */
  connectionConsentId?: string
  checkedAt?: Date
  sets: readonly TenantSetRow[]
  rights: Rights
  notice?: Notice
  /** From 1; eight sets a page. */
  page?: number
}

export function tenantCard(data: TenantCardData): Card {
  return frame({
    fallbackText: 'Tenant',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
