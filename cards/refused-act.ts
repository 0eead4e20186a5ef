import type { RequestKind } from './words/codes.ts'

/** An action of a card as a client sends it. */
export interface SentAction {
  verb: string
  data: Readonly<Record<string, unknown>>
}

/** What a refused act was about and what its person may do there. Nothing outside of their reach is in it. */
export interface RefusedAct {
  rights: { view: boolean; act: boolean; decide: boolean }
  tenantIds: readonly string[]
  setId?: string
  requestId?: string
  consentId?: string
  /** The request that would do the same. */
  kind?: RequestKind
  /** ISO 8601, of access for a time. */
  until?: string
  /** Whether the set is blocked in its only tenant. */
  isBlocked?: boolean
}
