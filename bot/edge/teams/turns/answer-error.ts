import type { Role } from '#domain/people/role.ts'
import { OutsideError, UserError, type UserErrorCode } from '#platform/base/errors.ts'
import { RepeatedActError } from '#platform/storage/act-once.ts'
import { errorCard, problemCard } from '../../../../cards/error.ts'
import { notAllowedCard } from '../../../../cards/not-allowed.ts'
import type { RefusedAct } from '../../../../cards/refused-act.ts'
import type { Card } from '../../../../cards/render.ts'
import { isActing } from '../actions/action.ts'
import type { Actor } from '../actions/actor.ts'
import { toActor, toEveryone } from '../actions/answer.ts'
import type { WayOn } from '../actions/way-on.ts'
import type { ActionContext, ActionResult, ActionRun } from './action-run.ts'
import { suggestChoices, suggestLines } from './suggest-lines.ts'

interface Failed {
  error: unknown
  /** As far as it was read; then what was sent. */
  input: unknown
  /** Absent if the person wasn't read. */
  actor: Actor | undefined
}

/** Answers a turn that failed: by how it stands now, or by a refusal with buttons for what the person probably wants. */
export async function answerError<D>(
  context: ActionContext<D>,
  run: ActionRun<D>,
  failed: Failed,
): Promise<ActionResult> {
  const now = context.clock()
  const isRepeated = failed.error instanceof RepeatedActError
  const error = isRepeated ? new UserError('ACT_REPEATED') : failed.error
  if (error instanceof UserError) {
    if (!isRepeated) await auditSafely(context, run, error.code, failed.input)
    const { card: current, act } = await findWayOnSafely(context, run, failed, error)
    // A question's buttons carry what was typed, so no other card takes its place.
    const asks = suggestChoices(error.facts).length > 0
    const card = (asks ? undefined : current) ?? refusalCard(context, run, error, act)
    // The bot can't open a chat with a stranger: a typed line is answered in the conversation where it was typed.
    const inPublic = error.code === 'PERSON_FOREIGN' && run.turn.trigger === 'command'
    return { answer: inPublic ? toEveryone(card) : toActor(card), outcome: isRepeated ? 'done' : 'refused' }
  }
  const reference = context.makeReference()
  const { sent } = run
  if (error instanceof OutsideError) {
    context.log.warn({ reference, verb: run.action.verb, error }, 'another service failed during a turn')
    const { service, status, code } = error.facts
    const facts = { service, ...(status !== undefined && { status }), ...(code !== undefined && { code }) }
    const outside = new UserError('OUTSIDE_UNAVAILABLE', facts)
    const { act } = await findWayOnSafely(context, run, failed, outside)
    const card = errorCard({ now, code: outside.code, facts, reference, act, sent })
    return { answer: toActor(card), outcome: 'unavailable' }
  }
  context.log.error({ reference, verb: run.action.verb, error }, 'a turn failed')
  return { answer: toActor(problemCard({ now, reference, sent })), outcome: 'failed' }
}

/** A refusal is told even if nothing can be read for its buttons. */
async function findWayOnSafely<D>(
  context: ActionContext<D>,
  { action: { verb }, turn, sent }: ActionRun<D>,
  { actor, input = sent?.data }: Failed,
  { code, facts }: UserError,
): Promise<Partial<WayOn>> {
  if (!actor) return {}
  try {
    return await context.findWayOn({ code, facts, verb, input, actor, turn })
  } catch (error) {
    context.log.warn({ error, verb, code }, 'the way on from a refusal could not be read')
    return {}
  }
}

function refusalCard<D>(
  context: ActionContext<D>,
  { typed, sent, person }: ActionRun<D>,
  { code, facts }: UserError,
  act: RefusedAct | undefined,
): Card {
  const now = context.clock()
  if (code === 'NO_ROLE' || code === 'ROLE_MISSING' || code === 'PERSON_FOREIGN') {
    const { needs, has } = facts as { needs?: Role; has?: readonly Role[] }
    const { ask } = context
    const objectId = person?.objectId
    return notAllowedCard({
      now,
      reason: code,
      ...(needs && { needs }),
      ...(has && { has }),
      ask,
      act,
      objectId,
    })
  }
  const choices = suggestChoices(facts)
  if (code !== 'COMMAND_INCOMPLETE' || !typed || choices.length > 0) {
    // The buttons say the names.
    const { names: _, ...others } = facts
    const told = choices.length > 0 ? others : facts
    return errorCard({ now, code, facts: told, suggestions: choices, act, sent })
  }
  const { usage, examples } = typed
  const suggestions = suggestLines(examples.map((line) => ({ line, title: line })))
  return errorCard({ now, code, facts: { ...facts, usage }, suggestions, act })
}

/** A failed audit must not turn a refusal into a success or a crash; it is logged. */
async function auditSafely<D>(
  context: ActionContext<D>,
  { action, person }: ActionRun<D>,
  code: UserErrorCode,
  input: unknown,
): Promise<void> {
  if (!person || !isActing(action)) return
  try {
    await context.auditRefusal({ person, verb: action.verb, code, input })
  } catch (error) {
    context.log.error({ error, verb: action.verb, code }, 'a refusal could not be audited')
  }
}
