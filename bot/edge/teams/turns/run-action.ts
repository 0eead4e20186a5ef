import type { Role } from '#domain/people/role.ts'
import { OutsideError, UserError, type UserErrorCode } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import type { Person } from '#platform/base/person.ts'
import type { Clock } from '#platform/base/time.ts'
import { errorCard, problemCard } from '../../../../cards/error.ts'
import { notAllowedCard } from '../../../../cards/not-allowed.ts'
import type { Card } from '../../../../cards/render.ts'
import { type Action, type Call, type FollowedSubject, isActing, type Turn } from '../actions/action.ts'
import { type Actor, requireReach, requireRole } from '../actions/actor.ts'
import { type Answer, toActor, toEveryone } from '../actions/answer.ts'
import type { TypedCommand } from '../actions/command.ts'
import type { FollowedCards } from '../actions/followed-cards.ts'
import type { Concern, Reach } from '../actions/reach.ts'
import { suggestChoices, suggestLines } from './suggest-lines.ts'

/** A refused attempt to change something, for the audit. */
export interface RefusedAction {
  person: Person
  verb: string
  code: UserErrorCode
  /** As it came from the card or the command: untrusted. */
  input: unknown
}

export interface ActionContext<D> {
  deps: D
  clock: Clock
  log: Log
  /** Names or a contact line for people without a role, from the configuration. */
  ask: readonly string[]
  /** Writes the audit entry of a refused act. */
  auditRefusal(refusal: RefusedAction): Promise<void>
  /** Refuses a person who was refused too often lately. @throws UserError TOO_MANY_REFUSALS */
  assertMayTry(person: Person): Promise<void>
  /**
   * The tenants that a call concerns, by the declared reach and the validated input: a role can be limited to some tenants.
   * @throws UserError for a subject that the person may not see, as if it didn't exist
   */
  concernOf(reach: Reach | undefined, call: Call): Promise<Concern>
  followedCards: Pick<FollowedCards, 'find' | 'keeps'>
  /** A short reference that a person can quote and that is in the log. */
  makeReference(): string
}

/** One click or typed line. The actor and the input are read while it runs, so that every failure ends in a card. */
export interface ActionRun<D> {
  action: Action<D>
  /** Role and reach of the command, if one was typed; those of the action are always checked too. */
  command?: { role: Role | 'anyone'; reach: Reach }
  turn: Turn
  /** As the activity names the person, unchecked: for the audit of a refusal. */
  person: Person | undefined
  getActor(): Promise<Actor>
  /** Can look up names, so it is called only for a person with the role. */
  readInput(actor: Actor): unknown
  /** For a typed command only. */
  typed?: TypedCommand
}

export interface ActionResult {
  answer: Answer
  outcome: 'done' | 'refused' | 'unavailable' | 'failed'
  /** The subject of the clicked card, if the answer is about something else: the card stays and the answer is posted below it. */
  cardStays?: FollowedSubject
}

/** Runs every action: reads the person, checks role, input and tenants, works, and answers, in that order. Never throws. */
export async function runAction<D>(context: ActionContext<D>, run: ActionRun<D>): Promise<ActionResult> {
  const { action } = run
  let input: unknown
  let cardStays: FollowedSubject | undefined
  const finish = (result: ActionResult): ActionResult => ({ ...result, ...(cardStays && { cardStays }) })
  try {
    const followed = await context.followedCards.find(run.turn)
    cardStays = followed
    const actor = await run.getActor()
    if (isActing(action) && !action.protects) await context.assertMayTry(actor)
    requireRole(actor, run.command?.role ?? 'anyone')
    requireRole(actor, action.role)
    if (run.turn.trigger === 'refresh' && isActing(action))
      throw new UserError('INPUT_INVALID', { field: 'verb' })
    input = await run.readInput(actor)
    const checked = action.input.safeParse(input)
    if (!checked.success) throw invalidInput(checked.error.issues[0]?.path)
    if (followed && context.followedCards.keeps(followed, checked.data)) cardStays = undefined
    const call = { actor, input: checked.data, turn: run.turn }
    for (const { role, reach } of run.command ? [run.command, action] : [action])
      requireReach(actor, role, await context.concernOf(reach, call))
    const turn = cardStays ? withoutCard(run.turn) : { ...run.turn, ...(followed && { followed }) }
    const answer = await action.handle({ actor, input: checked.data, turn, deps: context.deps })
    return finish({ answer, outcome: 'done' })
  } catch (error) {
    return finish(await answerError(context, run, error, input))
  }
}

/** The card stays, so the answer is posted as a new message. */
function withoutCard({ cardId: _, ...turn }: Turn): Turn {
  return turn
}

function invalidInput(path: readonly PropertyKey[] | undefined): UserError {
  return new UserError('INPUT_INVALID', { field: path?.map(String).join('.').slice(0, 100) ?? '' })
}

async function answerError<D>(
  context: ActionContext<D>,
  run: ActionRun<D>,
  error: unknown,
  input: unknown,
): Promise<ActionResult> {
  if (error instanceof UserError) {
    await auditSafely(context, run, error.code, input)
    const card = refusalCard(context, run, error)
    // The bot can't open a chat with a stranger: a typed line is answered in the conversation where it was typed.
    const inPublic = error.code === 'PERSON_FOREIGN' && run.turn.trigger === 'command'
    return { answer: inPublic ? toEveryone(card) : toActor(card), outcome: 'refused' }
  }
  const reference = context.makeReference()
  const now = context.clock()
  if (error instanceof OutsideError) {
    context.log.warn({ reference, verb: run.action.verb, error }, 'another service failed during a turn')
    const { service, status, code } = error.facts
    const facts = { service, ...(status !== undefined && { status }), ...(code !== undefined && { code }) }
    const card = errorCard({ now, code: 'OUTSIDE_UNAVAILABLE', facts, reference })
    return { answer: toActor(card), outcome: 'unavailable' }
  }
  context.log.error({ reference, verb: run.action.verb, error }, 'a turn failed')
  return { answer: toActor(problemCard({ now, reference })), outcome: 'failed' }
}

function refusalCard<D>(context: ActionContext<D>, run: ActionRun<D>, { code, facts }: UserError): Card {
  const now = context.clock()
  if (code === 'NO_ROLE' || code === 'ROLE_MISSING' || code === 'PERSON_FOREIGN') {
    const { needs, has } = facts as { needs?: Role; has?: readonly Role[] }
    return notAllowedCard({
      now,
      reason: code,
      ...(needs && { needs }),
      ...(has && { has }),
      ask: context.ask,
    })
  }
  if (code === 'COMMAND_SURPLUS' && typeof facts.usage === 'string') {
    const suggestions = suggestLines([{ line: facts.usage, title: facts.usage }])
    return errorCard({ now, code, facts, suggestions })
  }
  if (code !== 'COMMAND_INCOMPLETE' || !run.typed) {
    const choices = suggestChoices(run.typed, facts)
    const { names: _, ...others } = facts
    return errorCard({ now, code, facts: choices.length > 0 ? others : facts, suggestions: choices })
  }
  const { usage, examples } = run.typed
  const suggestions = suggestLines(examples.map((line) => ({ line, title: line })))
  return errorCard({ now, code, facts: { ...facts, usage }, suggestions })
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
