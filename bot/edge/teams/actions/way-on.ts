import type { ErrorFacts, UserErrorCode } from '#platform/base/errors.ts'
import type { RefusedAct } from '../../../../cards/refused-act.ts'
import type { Card } from '../../../../cards/render.ts'
import type { Turn } from './action.ts'
import type { Actor } from './actor.ts'

/** A click or line of a known person that was refused. */
export interface RefusedCall {
  code: UserErrorCode
  facts: ErrorFacts
  verb: string
  /** As it was read or sent: untrusted. */
  input: unknown
  actor: Actor
  turn: Turn
}

/** Where a refusal leads: to a card that shows how it stands now, or else to buttons that fit this. */
export interface WayOn {
  card?: Card
  act: RefusedAct
}
