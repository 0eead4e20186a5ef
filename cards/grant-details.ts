import type { FindingData } from './findings.ts'
import { frame } from './frame.ts'
import type { Notice } from './notice.ts'
import type { Card } from './render.ts'
import type { AppRef, PermissionRef, Rights, SetRef, TenantRef } from './subjects.ts'
import type { Status } from './words/codes.ts'

export interface PermissionRow extends PermissionRef {
  /** `new`: required since the set was last verified; `notRead`: the last read failed or never was. */
  state: 'granted' | 'missing' | 'new' | 'notRead'
}

export interface SettingRow {
  name: string
  state: 'ok' | 'missing' | 'notRead'
  coach: string
  without: string
}

export interface GrantDetailsData {
  now: Date
  tenant: TenantRef
  set: SetRef
  version: number
  clientId: string
  apps: readonly AppRef[]
  status: Status
  statusSince?: Date
  lastKnown?: Status
  checkedAt?: Date
  findings: readonly FindingData[]
  permissions: readonly PermissionRow[]
  settings: readonly SettingRow[]
  /** Deep link to the enterprise application in the Entra admin centre, when it is installed. */
  entraUrl?: string
  consentId?: string
  undoUntil?: Date
  rights: Rights
  notice?: Notice
  /** From 1; used when the permissions do not fit one card. */
  page?: number
}

export function grantDetailsCard(data: GrantDetailsData): Card {
  return frame({
    fallbackText: 'Details',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
