import type { FindingData } from './findings.ts'
import { frame } from './frame.ts'
import type { Notice } from './notice.ts'
import type { Card } from './render.ts'
import type { Rights, TenantRef } from './subjects.ts'
import type { Status, TenantFilter, TenantState } from './words/codes.ts'

export interface TenantListRow {
  tenant: TenantRef
  state: TenantState
  worst: Status
  /** Number of sets per status. */
  counts: Readonly<Partial<Record<Status, number>>>
  /** First finding of the worst set. */
  finding?: FindingData
  checkedAt?: Date
}

export interface TenantListData {
  now: Date
  filter: TenantFilter
  search?: string
  /** From 1. */
  page: number
  /** Tenants that fit filter and search. */
  total: number
  pageSize: number
  counts: Readonly<Record<TenantFilter, number>>
  /** Of this page, worst first. */
  rows: readonly TenantListRow[]
  rights: Rights
  notice?: Notice
}

export function tenantListCard(data: TenantListData): Card {
  return frame({
    fallbackText: 'Tenants',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
