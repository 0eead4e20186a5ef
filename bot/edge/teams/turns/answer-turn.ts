import type { People } from '#domain/people/people.ts'
import { OutsideError } from '#platform/base/errors.ts'
import { type Timers, within } from '#platform/base/timers.ts'
import { inSpan } from '#platform/base/trace.ts'
import { errorCard } from '../../../../cards/error.ts'
import { workingCard } from '../../../../cards/passing.ts'
import type { Card } from '../../../../cards/render.ts'
import { findPerson, getActor, isMachine } from '../actions/actor.ts'
import { toActor } from '../actions/answer.ts'
import type { FollowedCards } from '../actions/followed-cards.ts'
import { isEdit, type TeamsActivity } from '../channel/activity.ts'
import { cardResponse, type Finish, type WrittenBody } from '../channel/card-response.ts'
import { markTargeted } from '../channel/targeted.ts'
import type { ActionContext, ActionResult } from './action-run.ts'
import type { Background } from './background.ts'
import type { Deduplicator } from './deduplicate.ts'
import {
  type FoundAction,
  findByLine,
  findByVerb,
  readCardAction,
  readSubmit,
  type Tables,
} from './find-action.ts'
import { activityKey, type Place, placeOf } from './incoming.ts'
import type { LoadShedder } from './load-shedding.ts'
import { readTyped, type Typed } from './read-typed.ts'
import { runAction } from './run-action.ts'
import { type AnswerDelivery, keepCardId, postAnswer } from './show-answer.ts'
import { showEarly, showLate } from './show-result.ts'
import { suggestLines } from './suggest-lines.ts'
import { typeWhile } from './typing.ts'

/** One finished turn, for log and metrics. `verb` is one of the bot's verbs or `unknown`: never text from outside. */
export interface TurnEvent {
  kind: 'command' | 'click' | 'refresh' | 'submit'
  verb: string
  outcome: ActionResult['outcome']
  ms: number
}

export interface TurnParts<D> {
  tables: Tables<D>
  context: ActionContext<D>
  delivery: AnswerDelivery
  followedCards: Pick<FollowedCards, 'render'>
  deduplicator: Deduplicator
  background: Background
  loadShedder: LoadShedder
  timers: Timers
  homeTenantId: string
  /** Draws what every card says. */
  finish: Finish | undefined
  people: Pick<People, 'readRoles' | 'readRolesNow'>
  onTurn(event: TurnEvent): void
}

/** Teams gives up on an invoke after 5 s; the bot promises 4 s, network included. */
const clickAnsweredWithinMs = 3_500
/** Teams resends a message that was not acknowledged within 15 s. */
const messageHeldAtMostMs = 10_000

/**
 * The response to the person who clicked, with the card: the answer or, if it takes longer, a note that it will follow. It is
 * kept for redeliveries as bytes, because the objects of a thousand cards would be work for the garbage collector.
 */
export function answerCardAction<D>(parts: TurnParts<D>, activity: TeamsActivity): Promise<WrittenBody> {
  const called = readCardAction(activity)
  const kind = called?.automatic ? 'refresh' : 'click'
  const place = placeOf(activity, kind)
  const found: FoundAction<D> = called ? findByVerb(parts.tables, called, activity) : notOurs
  const written = (card: Card): WrittenBody => cardResponse(card, parts.finish)
  return parts.deduplicator.once(activityKey(activity), async () => {
    const result = runFound(parts, activity, { place, kind, found })
    const early = await within(parts.timers, clickAnsweredWithinMs, result)
    if (early) return written(seenAt(place, await showEarly(parts, place, early)))
    const late = result.then((ended) => showLate(parts, place, ended))
    parts.background.run(late, 'an answer that took long')
    return written(
      workingCard({ now: parts.context.clock(), ...(found.known && { verb: found.action.verb }) }),
    )
  })
}

/** The buttons of a card that takes the place of another one say what those did. */
const seenAt = (place: Place, card: Card): Card => (place.isTargeted ? markTargeted(card) : card)

/**
 * Answers a typed line, or a click of a message-only client; a message for somebody else stays without an answer.
 * @throws OutsideError so that the channel resends the message
 */
export async function answerMessage<D>(parts: TurnParts<D>, activity: TeamsActivity): Promise<void> {
  if (isMachine(activity) || isEdit(activity)) return
  const key = activityKey(activity)
  const submitted = readSubmit(activity)
  const kind = submitted ? 'submit' : 'command'
  const place = placeOf(activity, submitted ? 'click' : 'command')
  const isForBot = place.turn.conversationKind === 'personal' || place.isTargeted
  const found = submitted
    ? findByVerb(parts.tables, submitted, activity)
    : findTyped(parts.tables, readTyped(activity, isForBot))
  if (!found) return
  const work = async (): Promise<void> => {
    // The result is kept even if its answer could not be posted, so a redelivery only posts the answer.
    const run = () => runFound(parts, activity, { place, kind, found })
    const result = await parts.deduplicator.once(`${key} run`, run)
    await (submitted ? showLate(parts, place, result) : postAnswer(parts.delivery, place, result.answer))
  }
  const type = (): void => parts.background.run(parts.delivery.sender.type(place.reference), 'typing')
  const delivered = parts.deduplicator.once(`${key} answer`, () => typeWhile(parts.timers, type, work()))
  parts.background.run(delivered, 'an answer')
  await within(parts.timers, messageHeldAtMostMs, delivered.catch(throwIfWorthRepeating))
}

const findTyped = <D>(tables: TurnParts<D>['tables'], typed: Typed | undefined): FoundAction<D> | undefined =>
  typed && findByLine(tables, typed)

/** A click that no card of the bot can have sent. */
const notOurs = { known: false, code: 'VERB_UNKNOWN', facts: {}, nearest: [] } as const

/** A refusal by the channel is final (the bot was removed or blocked): resending the message would not help. */
function throwIfWorthRepeating(error: unknown): void {
  const status = error instanceof OutsideError ? error.facts.status : undefined
  const final = status !== undefined && status >= 400 && status < 500 && status !== 412 && status !== 429
  if (!final) throw error
}

async function runFound<D>(
  parts: TurnParts<D>,
  activity: TeamsActivity,
  { place, kind, found }: { place: Place; kind: TurnEvent['kind']; found: FoundAction<D> },
): Promise<ActionResult> {
  const { context, loadShedder, delivery, homeTenantId, people } = parts
  const { clock } = context
  const startedMs = clock().getTime()
  const verb = found.known ? found.action.verb : 'unknown'
  const resultOf = async (): Promise<ActionResult> => {
    // Answered without any other work: this must stay possible when nothing else is.
    if (loadShedder.isBusy())
      return refuse({ now: clock(), code: 'BUSY', facts: {}, sent: found.known ? found.sent : undefined })
    if (!found.known) return refuseUnknown(clock(), found)
    const person = findPerson(activity)
    const readRoles = found.action.readsRolesNow ? people.readRolesNow : people.readRoles
    const readActor = () => getActor(activity, homeTenantId, { readRoles })
    return runAction(context, {
      ...found,
      key: activityKey(activity),
      turn: place.turn,
      person,
      getActor: readActor,
    })
  }
  return inSpan(`turn ${verb}`, 'server', { 'grantkeeper.turn': kind }, async (annotate) => {
    const result = await resultOf()
    if (!result.cardStays) await keepCardId(delivery, place, result.answer)
    const { outcome } = result
    annotate({ 'grantkeeper.outcome': outcome })
    parts.onTurn({ kind, verb, outcome, ms: clock().getTime() - startedMs })
    return result
  })
}

const refuse = (error: Parameters<typeof errorCard>[0]): ActionResult => ({
  answer: toActor(errorCard(error)),
  outcome: 'refused',
})

function refuseUnknown(now: Date, found: Extract<FoundAction<never>, { known: false }>): ActionResult {
  const suggestions = suggestLines(found.nearest.map((line) => ({ line, title: line })))
  const facts = { ...found.facts, ...(suggestions.length > 0 && { lines: found.nearest }) }
  return refuse({ now, code: found.code, facts, suggestions })
}
