import type { Card } from '../../../../cards/render.ts'
import type { FollowedSubject, Turn } from './action.ts'

/** Posted cards that are updated in place with every change of their subject. A click must not replace them by anything else. */
export interface FollowedCards {
  /** The subject of the clicked card; undefined for a card without one, and for a turn without a click. */
  find(turn: Turn): Promise<FollowedSubject | undefined>
  /** True if an answer to this input is about the subject of the card. */
  keeps(followed: FollowedSubject, input: unknown): boolean
  /** The card as it is now, in the place where it was clicked; undefined when there is nothing to show anymore. */
  render(followed: FollowedSubject, turn: Turn): Promise<Card | undefined>
}
