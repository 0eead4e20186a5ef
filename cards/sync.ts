import { frame } from './frame.ts'
import type { Notice } from './notice.ts'
import type { OutcomeData } from './outcome.ts'
import type { Card } from './render.ts'
import type { AppRef, PersonRef, Rights, TenantRef } from './subjects.ts'

export interface SyncCardData {
  now: Date
  runId: string
  /** Absent: all tenants. */
  tenant?: TenantRef
  state: 'running' | 'done' | 'cancelled'
  total: number
  done: number
  failed: number
  /** Grants whose status changed. */
  changed: number
  startedAt: Date
  endedAt?: Date
  /** Absent: by schedule. */
  by?: PersonRef
  /** Failures grouped by reason, the most frequent first, with a few tenants each. */
  failures: readonly { outcome: OutcomeData; count: number; tenants: readonly TenantRef[] }[]
  /** Apps that a manual sync does not refresh. */
  notRefreshed: readonly AppRef[]
  rights: Rights
  notice?: Notice
}

export function syncCard(data: SyncCardData): Card {
  return frame({
    fallbackText: 'Sync',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
