import { frame } from './frame.ts'
import type { Card } from './render.ts'
import type { Role } from './words/codes.ts'

export interface WhoamiData {
  now: Date
  name: string
  objectId: string
  tenantId: string
  roles: readonly Role[]
}

export function whoamiCard(data: WhoamiData): Card {
  return frame({ fallbackText: 'You', body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }] })
}
