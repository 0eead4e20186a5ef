import type { Status } from '../status/status.ts'

/** `connecting`: added, the consent of the reader app is not verified yet. */
export type TenantState = 'connecting' | 'connected' | 'lost'

export interface Tenant {
  /** GUID, lower case. */
  id: string
  displayName: string
  defaultDomain: string
  state: TenantState
  version: number
  addedAt: Date
  /** Last complete read. */
  checkedAt?: Date
}

/** One row of the tenant list, made for reading: the worst status first. */
export interface TenantSummary extends Tenant {
  worst: Status
  counts: Readonly<Partial<Record<Status, number>>>
}
