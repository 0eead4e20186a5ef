import type { Card } from '../../../../cards/render.ts'
import type { FollowedSubject, Turn } from './action.ts'

/** Posted cards that every change of their subject updates in place. A click must not replace them with another card. */
export interface FollowedCards {
  /** The subject of the clicked card; undefined for a card without one, and for a turn without a click. */
  find(turn: Turn): Promise<FollowedSubject | undefined>
  /** True if an answer to this input is about the subject of the card. */
  keeps(followed: FollowedSubject, input: unknown): boolean
  /** The current card for the conversation where it was clicked; undefined if there is nothing to show anymore. */
  render(followed: FollowedSubject, turn: Turn): Promise<Card | undefined>
}
