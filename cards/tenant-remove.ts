import { frame } from './frame.ts'
import type { Card } from './render.ts'
import type { SetRef, TenantRef } from './subjects.ts'

export interface TenantRemoveData {
  now: Date
  tenant: TenantRef
  /** Version of the tenant. */
  version: number
  /** Enterprise applications that stay in Entra with their permissions. */
  stays: readonly { set: SetRef; permissions: number }[]
  /** Grantkeeper's own reader app stays as well. */
  connectionStays: boolean
  /** Links that end with it. */
  openLinks: number
}

export function tenantRemoveCard(data: TenantRemoveData): Card {
  return frame({
    fallbackText: 'Remove tenant',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
