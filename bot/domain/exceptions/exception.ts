import type { Approval, Person } from '#platform/base/person.ts'
import type { Finding } from '../status/status.ts'

/**
 * Why an exception counts no more. `woken`: the facts are others now. `recovered`: what was accepted is gone. `renewed`: it was
 * accepted again. `removed`: the tenant was.
 */
export const exceptionEnds = ['expired', 'withdrawn', 'renewed', 'woken', 'recovered', 'removed'] as const
export type ExceptionEnd = (typeof exceptionEnds)[number]

/** A finding that is accepted until a date. It never makes anything granted. */
export interface Exception {
  id: string
  tenantId: string
  /** '': about the whole tenant. */
  setId: string
  /** Over the facts of the finding: `hashOfFacts`. */
  factsHash: string
  /** As it was accepted. */
  finding: Finding
  reason: string
  /** Who is reminded. */
  owner: Person
  by: Person
  /** Of the second person, if one was needed. */
  approval?: Approval
  version: number
  acceptedAt: Date
  endsAt: Date
  remindedAt?: Date
  ended?: { at: Date; because: ExceptionEnd; by?: Person }
  /** When the owner was told of the end. */
  toldAt?: Date
}

/** Whose end the owner didn't cause and must know. */
export const isToldOf = (because: ExceptionEnd): boolean => because === 'expired' || because === 'woken'

/** What is accepted, by whom it is owned, and until when. */
export interface ExceptionTerms {
  /** Of the facts of each finding, sorted. */
  hashes: readonly string[]
  owner: Person
  endsAt: Date
}
