import type { Card } from '../../../../cards/render.ts'

/** What a handler gives back: a card and who may see it. There is no default audience. */
export interface Answer {
  audience: 'actor' | 'everyone'
  card: Card
  /** Runs when the card has got a message id; handlers that follow up on "the same card" need it. */
  sent?: (activityId: string, conversationId: string) => Promise<void>
}

export const toActor = (card: Card): Answer => ({ audience: 'actor', card })
export const toEveryone = (card: Card): Answer => ({ audience: 'everyone', card })
