import type { People } from '#domain/people/people.ts'
import { OutsideError } from '#platform/base/errors.ts'
import { type Timers, within } from '#platform/base/timers.ts'
import { inSpan } from '#platform/base/trace.ts'
import { errorCard } from '../../../cards/error.ts'
import { workingCard } from '../../../cards/passing.ts'
import type { Card } from '../../../cards/render.ts'
import { plain } from '../../../cards/text.ts'
import { readOwnMentions, type TeamsActivity } from './activity.ts'
import { findPerson, getActor, isMachine } from './actor.ts'
import { toActor } from './answer.ts'
import type { Background } from './background.ts'
import type { SeenActivities } from './deduplicate.ts'
import { type Delivery, keepCardId, postAnswer } from './deliver.ts'
import {
  type Asked,
  findByLine,
  findByVerb,
  readCardAction,
  readSubmit,
  type Tables,
} from './find-attempt.ts'
import { keyOf, type Place, placeOf } from './incoming.ts'
import type { LiveCards } from './live-cards.ts'
import type { Admission } from './load-shedding.ts'
import { readTypedText } from './parse-command.ts'
import { type Run, runAction, type Surroundings } from './run-action.ts'
import { showEarly, showLate } from './show-run.ts'
import { typeWhile } from './typing.ts'

/** One turn as it ended, for log and metrics. `verb` is one of ours or `unknown`: never a text from outside. */
export interface TurnEvent {
  kind: 'command' | 'click' | 'refresh' | 'submit'
  verb: string
  outcome: Run['outcome']
  ms: number
}

export interface TurnParts<D> {
  tables: Tables<D>
  around: Surroundings<D>
  delivery: Delivery
  liveCards: Pick<LiveCards, 'render'>
  seen: SeenActivities
  background: Background
  admission: Admission
  timers: Timers
  homeTenantId: string
  people: Pick<People, 'readRoles'>
  onTurn(event: TurnEvent): void
}

/** Teams gives up on an invoke after 5 s; we promise 4 s, and the way takes its part of them. */
const clickAnsweredWithinMs = 3_500
/** Teams sends a message again that was not acknowledged within 15 s. */
const messageHeldAtMostMs = 10_000

/** The card for the person who clicked: the answer or, if that takes longer, a note that it will follow. */
export function answerCardAction<D>(parts: TurnParts<D>, activity: TeamsActivity): Promise<Card> {
  const called = readCardAction(activity)
  const kind = called?.automatic ? 'refresh' : 'click'
  const place = placeOf(activity, kind)
  const asked: Asked<D> = called ? findByVerb(parts.tables, called.verb, called.data) : notOurs
  return parts.seen.once(keyOf(activity), async () => {
    const run = runAsked(parts, activity, place, kind, asked)
    const early = await within(parts.timers, clickAnsweredWithinMs, run)
    if (early) return showEarly(parts, place, early)
    const late = run.then((ended) => showLate(parts, place, ended))
    parts.background.run(late, 'an answer that took long')
    return workingCard({ now: parts.around.clock(), ...(asked.known && { verb: asked.action.verb }) })
  })
}

/**
 * A typed line, or a click from a client that can only send messages.
 * @throws OutsideError when the channel did not take the answer, so that it sends the message again
 */
export async function answerMessage<D>(parts: TurnParts<D>, activity: TeamsActivity): Promise<void> {
  if (isMachine(activity)) return
  const key = keyOf(activity)
  const submitted = readSubmit(activity)
  const kind = submitted ? 'submit' : 'command'
  const place = placeOf(activity, submitted ? 'click' : 'command')
  const asked: Asked<D> = submitted
    ? findByVerb(parts.tables, submitted.verb, submitted.data)
    : findByLine(parts.tables, readTypedText(activity.text ?? '', readOwnMentions(activity)))
  const work = async (): Promise<void> => {
    // The effect is remembered even when its answer could not be delivered, so a second delivery only answers.
    const run = await parts.seen.once(`${key} run`, () => runAsked(parts, activity, place, kind, asked))
    await (submitted ? showLate(parts, place, run) : postAnswer(parts.delivery, place, run.answer))
  }
  const type = (): void => parts.background.run(parts.delivery.sender.type(place.reference), 'typing')
  const delivered = parts.seen.once(`${key} answer`, () => typeWhile(parts.timers, type, work()))
  parts.background.run(delivered, 'an answer')
  await within(parts.timers, messageHeldAtMostMs, delivered.catch(throwIfWorthRepeating))
}

const notOurs = { known: false, code: 'VERB_UNKNOWN', facts: {}, nearest: [] } as const

/** Refusals of the channel (the bot was removed, the person blocked it) stay what they are however often it asks. */
function throwIfWorthRepeating(error: unknown): void {
  const status = error instanceof OutsideError ? error.facts.status : undefined
  const final = status !== undefined && status >= 400 && status < 500 && status !== 412 && status !== 429
  if (!final) throw error
}

async function runAsked<D>(
  parts: TurnParts<D>,
  activity: TeamsActivity,
  place: Place,
  kind: TurnEvent['kind'],
  asked: Asked<D>,
): Promise<Run> {
  const { clock } = parts.around
  const startedMs = clock().getTime()
  const verb = asked.known ? asked.action.verb : 'unknown'
  return inSpan(`turn ${verb}`, 'asked', { 'grantkeeper.turn': kind }, async (tell) => {
    const run = await answerAsked(parts, activity, place, asked)
    if (!run.stays) await keepCardId(parts.delivery, place, run.answer)
    const { outcome } = run
    tell({ 'grantkeeper.outcome': outcome })
    parts.onTurn({ kind, verb, outcome, ms: clock().getTime() - startedMs })
    return run
  })
}

async function answerAsked<D>(
  { around, admission, homeTenantId, people }: TurnParts<D>,
  activity: TeamsActivity,
  { turn }: Place,
  asked: Asked<D>,
): Promise<Run> {
  if (admission.isBusy()) return busyRun(around.clock())
  if (!asked.known) return unknownRun(around.clock(), asked)
  return runAction(around, {
    ...asked,
    turn,
    person: findPerson(activity),
    getActor: () => getActor(activity, homeTenantId, people),
  })
}

/** Says so without looking at anything: it must stay possible when nothing else is. */
const busyRun = (now: Date): Run => ({
  answer: toActor(errorCard({ now, code: 'BUSY', facts: {} })),
  outcome: 'refused',
})

const longestSuggestion = 300

function unknownRun(now: Date, { code, facts, nearest }: Extract<Asked<never>, { known: false }>): Run {
  // What was typed stands in them.
  const lines = nearest.map((text) => plain(text, longestSuggestion))
  const suggestions = lines.map((text) => ({ button: 'command' as const, input: { text }, title: text }))
  return { answer: toActor(errorCard({ now, code, facts, suggestions })), outcome: 'refused' }
}
