import { UserError } from '#platform/base/errors.ts'
import type { Grant } from './grant.ts'

type Resettable = Pick<Grant, 'status' | 'memory'>

/** Why a grant can't be reset: it has no error, or none that a reset clears. What was read in Entra stays as it is there. */
export function resetRefusal({ status, memory }: Resettable): UserError | undefined {
  if (status !== 'error' && status !== 'granting') return new UserError('GRANT_NOT_RESETTABLE', { status })
  if (memory.failure || memory.consent) return undefined
  return new UserError('GRANT_NOT_RESETTABLE', { status, why: memory.lossConfirmedAt ? 'removed' : 'asRead' })
}

/** Whether a card offers it: the same answer as at the door. */
export const isResettable = (grant: Resettable): boolean => resetRefusal(grant) === undefined
