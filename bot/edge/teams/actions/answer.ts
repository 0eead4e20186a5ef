import type { Card } from '../../../../cards/render.ts'

/** The result of a handler: a card and its audience, which has no default. */
export interface Answer {
  audience: 'actor' | 'everyone'
  card: Card
  /** Called with the message ID of the card, which later updates of it need. */
  sent?: (activityId: string, conversationId: string) => Promise<void>
}

export const toActor = (card: Card): Answer => ({ audience: 'actor', card })
export const toEveryone = (card: Card): Answer => ({ audience: 'everyone', card })
