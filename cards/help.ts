import { frame } from './frame.ts'
import type { Card } from './render.ts'
import type { Role } from './words/codes.ts'

export interface HelpData {
  now: Date
  roles: readonly Role[]
  suite: string
  /** Commands need the mention there. */
  inChannel: boolean
}

export interface WelcomeData extends HelpData {
  /** Who added the bot, if the platform said so. */
  addedBy?: string
  tenants: number
}

export function helpCard(data: HelpData): Card {
  return frame({
    fallbackText: 'Help',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}

export function welcomeCard(data: WelcomeData): Card {
  return frame({
    fallbackText: 'Welcome',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
