import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'
import { windowMinutes, windowStart } from '../people/own-acts-window.ts'
import { countRefusedAttempts, insertRefusedAttempt } from '../people/refused-attempts-store.ts'
import { append } from './audit-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules'>

/** Refusals for want of a right. Mistyped names and outdated cards are no attempts. */
const counted: ReadonlySet<UserErrorCode> = new Set([
  'NO_ROLE',
  'ROLE_MISSING',
  'SCOPE_MISSING',
  'PERSON_FOREIGN',
  'APPROVAL_NEEDED',
  'OWN_REQUEST',
  'NOT_YOUR_REQUEST',
])

interface RefusedAttempt {
  person: Person
  /** Verb of the action. */
  action: string
  code: UserErrorCode
  tenantId?: string | undefined
  setId?: string | undefined
}

/** Records a refused attempt in the history and counts it. Beyond the limit nothing is recorded: the history isn't flooded. */
export async function noteRefusal(deps: Needs, refused: RefusedAttempt): Promise<void> {
  const { person: actor, action, code: reason, tenantId, setId } = refused
  if (reason === 'TOO_MANY_REFUSALS') return
  await deps.database.transaction(async (tx) => {
    const at = deps.clock()
    const since = windowStart(deps)
    if (counted.has(reason)) {
      if ((await countRefusedAttempts(tx, actor, since)) >= deps.rules.refusedAttemptsLimit) return
      await insertRefusedAttempt(tx, actor, { at, since })
    }
    await append(tx, { at, actor, action, tenantId, setId, result: 'refused', reason })
  })
}

/** Asserts that this person was not refused too often lately. @throws UserError TOO_MANY_REFUSALS */
export async function assertMayTry(deps: Needs, person: Person): Promise<void> {
  const { refusedAttemptsLimit: limit } = deps.rules
  if ((await countRefusedAttempts(deps.database.db, person, windowStart(deps))) < limit) return
  throw new UserError('TOO_MANY_REFUSALS', { limit, minutes: windowMinutes(deps.rules) })
}
