import { frame } from './frame.ts'
import type { Card } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'

export interface HistoryRow {
  at: Date
  /** Absent: Grantkeeper itself. */
  by?: { name: string }
  /** `grant.block`, `sync.all` … */
  action: string
  tenant?: TenantRef
  set?: SetRef
  result: 'done' | 'refused' | 'failed'
  reason?: string
}

export interface HistoryData {
  now: Date
  tenant?: TenantRef
  set?: SetRef
  rows: readonly HistoryRow[]
  /** The place after the last row, when there is more. */
  nextBefore?: number
  /** Not the newest page. */
  older: boolean
}

export function historyCard(data: HistoryData): Card {
  return frame({
    fallbackText: 'History',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
