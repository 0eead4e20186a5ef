import { frame } from './frame.ts'
import type { Card } from './render.ts'
import type { AppRef, PermissionRef, SetRef } from './subjects.ts'

export interface PermissionWhyData {
  now: Date
  /** What was asked for, for example `Directory.Read.All`. */
  value: string
  /** One for each set and API that requires it. */
  uses: readonly { set: SetRef; apps: readonly AppRef[]; permission: PermissionRef }[]
}

export function permissionWhyCard(data: PermissionWhyData): Card {
  return frame({ fallbackText: 'Why', body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }] })
}
