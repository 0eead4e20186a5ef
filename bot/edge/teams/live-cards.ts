import type { Card } from '../../../cards/render.ts'
import type { LiveSubject, Turn } from './action.ts'

/** Cards that are kept true by themselves wherever they stand. A click must not put something else in their place. */
export interface LiveCards {
  /** What the clicked card follows; undefined for a card that follows nothing, and for what nobody clicked. */
  find(turn: Turn): Promise<LiveSubject | undefined>
  /** True if an answer to this input is about what the card follows. */
  keeps(live: LiveSubject, input: unknown): boolean
  /** The card as it is now, where it was clicked; undefined when there is nothing to show any more. */
  render(live: LiveSubject, turn: Turn): Promise<Card | undefined>
}
