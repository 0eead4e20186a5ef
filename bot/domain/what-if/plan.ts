import { hours } from '#platform/base/time.ts'
import type { Effects } from './effects.ts'

/** As long as a request waits. */
export const planLifetimeMs = hours(24)

export type PlanState = 'open' | 'done' | 'void'

/** An action with its input, which is parsed again whenever it is used. */
export interface PlannedCall {
  verb: string
  input: unknown
}

/** What an act would do: exactly this is carried out under its id, or nothing. */
export interface Plan {
  id: string
  /** As people read it. */
  code: string
  /** What was asked about: an act, or what shows it before it is confirmed. */
  asked: PlannedCall
  /** What carries it out. */
  act: PlannedCall
  effects: Effects
  /** The tenants that the act is about. */
  tenantIds: readonly string[]
  state: PlanState
  madeAt: Date
  expiresAt: Date
  /** The request that asks for its approval. */
  requestId?: string
}
