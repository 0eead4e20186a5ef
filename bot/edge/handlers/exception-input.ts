import { z } from 'zod'
import type { ExceptionTerms } from '#domain/exceptions/exception.ts'
import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import { isSamePerson, type Person, plainPerson } from '#platform/base/person.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { type Answer, toActor } from '../teams/actions/answer.ts'
import { showExceptionForm } from '../views/exception-form-view.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { alertId, guid, setId } from './input.ts'
import { noteCorrectable } from './note-correctable.ts'
import { endFields, readEndFields } from './typed-end.ts'
import { chosen, typedText } from './typed-text.ts'

const hash = z.string().regex(/^[0-9a-f]{32}$/)

/** What the form of an exception sends. */
export const acceptInput = z.object({
  tenantId: guid,
  setId: setId.optional(),
  alertId: alertId.optional(),
  hashes: z.array(hash).min(1).max(40),
  /** Those that were picked, where there are several. */
  picked: chosen,
  reason: typedText,
  owner: chosen,
  ...endFields,
})
export type AcceptInput = z.infer<typeof acceptInput>

/**
 * The terms that were typed: only facts that the card named, an end, and an owner who exists.
 * @throws UserError FINDING_UNPICKED, DATE_MISSING, EXCEPTION_OWNER_UNFIT
 */
export async function readTerms(
  deps: HandlerDeps,
  actor: Actor,
  input: AcceptInput,
): Promise<ExceptionTerms> {
  const hashes = pickedOf(input)
  if (hashes.length === 0) throw new UserError('FINDING_UNPICKED')
  const endsAt = readEndFields(input)
  if (!endsAt) throw new UserError('DATE_MISSING')
  return { hashes, endsAt, owner: await findOwner(deps, actor, input) }
}

/** One finding has no input to pick it. */
function pickedOf({ hashes, picked = '' }: AcceptInput): string[] {
  if (hashes.length === 1) return hashes
  const wanted = picked.split(',')
  return hashes.filter((each) => wanted.includes(each))
}

async function findOwner(deps: HandlerDeps, actor: Actor, { owner, tenantId }: AcceptInput): Promise<Person> {
  const self = plainPerson(actor)
  if (owner === undefined || owner === 'self' || owner === self.objectId) return self
  const people = await deps.people.listWith('viewer', [tenantId])
  const found = people.find(({ objectId }) => objectId === owner.toLowerCase())
  if (!found) throw new UserError('EXCEPTION_OWNER_UNFIT')
  return isSamePerson(found, self) ? self : found
}

const correctable: ReadonlySet<UserErrorCode> = new Set([
  'FINDING_UNPICKED',
  'REASON_TOO_SHORT',
  'DATE_MISSING',
  'DATE_PAST',
  'DATE_TOO_LATE',
  'EXCEPTION_OWNER_UNFIT',
  // Something else was picked than what the button was for.
  'APPROVAL_NEEDED',
])

/** Does it, or shows the form with what was typed and what is wrong with it. The attempt is in the history. */
export async function orFormAgain(
  deps: HandlerDeps,
  { actor, input, verb }: { actor: Actor; input: AcceptInput; verb: string },
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    const { tenantId, setId, hashes, alertId: alert, reason, owner } = input
    const notice = await noteCorrectable(deps, error, {
      codes: correctable,
      actor,
      action: verb,
      tenantId,
      setId,
    })
    const typed = { reason, until: readEndFields(input), owner, picked: pickedOf(input) }
    const place = { tenantId, setId, hashes, alertId: alert }
    return toActor(await showExceptionForm(deps, actor, { ...place, typed, notice }))
  }
}
