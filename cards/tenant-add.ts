import type { ErrorData } from './error.ts'
import { frame } from './frame.ts'
import type { Card } from './render.ts'

export interface TenantAddData {
  now: Date
  /** What was typed before, after a mistake. */
  domain?: string
  problem?: Pick<ErrorData, 'code' | 'facts'>
}

export function tenantAddCard(data: TenantAddData): Card {
  return frame({
    fallbackText: 'Add tenant',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
