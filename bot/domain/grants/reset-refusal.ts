import { type ErrorFacts, UserError } from '#platform/base/errors.ts'
import type { Grant } from './grant.ts'

type Resettable = Pick<Grant, 'status' | 'memory'>

/** Why a grant can't be reset: it has no error, or none that a reset clears. What was read in Entra stays as it is there. */
export function resetRefusal(grant: Resettable): UserError | undefined {
  const facts = factsAgainst(grant)
  return facts && new UserError('GRANT_NOT_RESETTABLE', facts)
}

/** Whether a card offers it: the same answer as at the door. */
export const isResettable = (grant: Resettable): boolean => factsAgainst(grant) === undefined

/** Facts and not an error, whose stack every row of a card would pay for. */
function factsAgainst({ status, memory }: Resettable): ErrorFacts | undefined {
  if (status !== 'error' && status !== 'granting') return { status }
  if (memory.failure || memory.consent) return undefined
  return { status, why: memory.lossConfirmedAt ? 'removed' : 'asRead' }
}
