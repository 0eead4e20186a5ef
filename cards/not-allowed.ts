import { frame } from './frame.ts'
import type { Card } from './render.ts'
import type { Role } from './words/codes.ts'

export interface NotAllowedData {
  now: Date
  reason: 'NO_ROLE' | 'ROLE_MISSING' | 'PERSON_FOREIGN'
  /** The role that it needs. */
  needs?: Role
  has?: readonly Role[]
  /** Names of people or a contact line from the configuration. */
  ask: readonly string[]
}

export function notAllowedCard(data: NotAllowedData): Card {
  return frame({
    fallbackText: 'Not allowed',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
