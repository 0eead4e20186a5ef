import type { Status } from '../status/status.ts'

/** `connecting`: added, but consent to the reader app is not verified yet. */
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

/** One row of the tenant list. */
export interface TenantSummary extends Tenant {
  worst: Status
  /** Sets per status, without those whose findings are accepted. */
  counts: Readonly<Partial<Record<Status, number>>>
  /** Sets whose findings are accepted. */
  excepted: number
}

/** The worst status of a tenant without what isn't open there. */
export interface AttentionCorrection {
  /** What it is summarized by. */
  stored: Status
  worst: Status
}
