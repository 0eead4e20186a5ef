import { frame } from './frame.ts'
import type { Card } from './render.ts'
import type { AppRef, PermissionRef, SetRef } from './subjects.ts'

export interface SetCardData {
  now: Date
  set: SetRef
  clientId?: string
  apps: readonly (AppRef & { purpose: string; tenantLimit?: number; manualSync: boolean })[]
  permissions: readonly PermissionRef[]
  settings: readonly { name: string; coach: string; without: string }[]
  /** Where the list comes from. */
  source: 'registration' | 'catalog'
  page?: number
}

export function setCard(data: SetCardData): Card {
  return frame({ fallbackText: 'Set', body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }] })
}
