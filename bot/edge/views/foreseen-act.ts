import type { ApprovalRule } from '#domain/people/second-person.ts'
import type { Order } from '#domain/requests/request.ts'
import type { Effects } from '#domain/what-if/effects.ts'
import type { PlannedCall } from '#domain/what-if/plan.ts'
import type { UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Lead, Turn } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'

/** Who asks about an act, and where it would be done. */
export interface Asker {
  actor: Actor
  turn: Turn
}

/** What an act would do, what stands against it, and who must be asked. */
export interface ForeseenAct {
  tenantIds: readonly string[]
  setId?: string | undefined
  act: PlannedCall
  order?: Order | undefined
  leftOut?: Lead['leftOut'] | undefined
  /** Absent: nothing would change, or it is refused. */
  effects?: Effects
  refused?: UserError
  /** Why a second person decides, and who can. */
  asks?: { rule: ApprovalRule; approvers: readonly Person[]; mayAsk: boolean }
}
