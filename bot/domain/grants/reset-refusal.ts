import { type ErrorFacts, UserError } from '#platform/base/errors.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Status } from '../status/status.ts'
import type { Grant } from './grant.ts'

/** Why a grant can't be reset: it has no error, or none that a reset clears. What was read in Entra stays as it is there. */
export function resetRefusal(grant: Pick<Grant, 'status' | 'memory'>): UserError | undefined {
  const facts = factsAgainst(grant)
  return facts && new UserError('GRANT_NOT_RESETTABLE', facts)
}

/** Whether a card offers it: the same answer as at the door. `clears`: there is a consent to reset. */
export const isResettable = ({ status, clears }: { status: Status; clears: boolean }): boolean =>
  clears && isFailing(status)

/** One that failed or is under way. */
export const hasConsentToReset = ({ failure, consent }: GrantMemory): boolean =>
  (failure ?? consent) !== undefined

const isFailing = (status: Status): boolean => status === 'error' || status === 'granting'

function factsAgainst({ status, memory }: Pick<Grant, 'status' | 'memory'>): ErrorFacts | undefined {
  if (isResettable({ status, clears: hasConsentToReset(memory) })) return undefined
  if (!isFailing(status)) return { status }
  return { status, why: memory.lossConfirmedAt ? 'removed' : 'asRead' }
}
