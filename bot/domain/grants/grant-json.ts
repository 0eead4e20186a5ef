import type { z } from 'zod'
import { compiledOf } from '#platform/base/compiled-of.ts'
import type { Stored } from '#platform/storage/stored.ts'
import type { Judged } from '../status/judged.ts'
import type { GrantMemory, Predecessor, UnexplainedGrant } from '../status/memory.ts'
import type { Finding } from '../status/status.ts'
import {
  type EvaluationRest,
  evaluationSchema,
  factsSchema,
  judgedSchema,
  memoryBesideFactsSchema,
  memorySchema,
  type StoredBesideFacts,
} from './grant-schema.ts'

/** A stored grant does not match its schema. None of it is shown; restore it from a backup. */
export class DamagedGrantError extends Error {
  override name = 'DamagedGrantError'
}

export function evaluationFromJson(text: string): EvaluationRest {
  const { findings, ...rest } = readStored<Stored<EvaluationRest>>(text, evaluationSchema)
  return { ...rest, findings: findings.map(findingFromStored) }
}

/** What a card shows of an evaluation, beside the columns of its own. */
export const evaluationToJson = ({ findings, lastKnown }: EvaluationRest): string =>
  JSON.stringify({ findings, lastKnown })

const judgedStart = ',"judged":'

/** The same with what it was judged from, at the end, because that differs in every tenant. */
export function judgedToJson(evaluation: EvaluationRest): string {
  const { judged } = evaluation
  const text = evaluationToJson(evaluation)
  return judged ? `${text.slice(0, -1)}${judgedStart}${JSON.stringify(judged)}}` : text
}

/** Quotes within the texts of an evaluation are escaped. */
const findJudged = (text: string): number => text.indexOf(`${judgedStart}{`)

export function withoutJudged(text: string): string {
  const at = findJudged(text)
  return at < 0 ? text : `${text.slice(0, at)}}`
}

/** Only that part of a stored evaluation; undefined if it has none. */
export function judgedFromJson(text: string): Judged | undefined {
  const at = findJudged(text)
  return at < 0 ? undefined : readStored<Judged>(text.slice(at + judgedStart.length, -1), judgedSchema)
}

/**
 * The facts have lines of their own, so that they can be compared and set aside without being parsed: the text of a value has
 * no line break anywhere else.
 */
export function memoryToJson(
  { facts, ...rest }: GrantMemory,
  factsText = facts && textOfFacts(facts),
): string {
  const others = JSON.stringify(rest)
  if (!facts) return others
  const start = others === '{}' ? '{' : `${others.slice(0, -1)},`
  return `${start}"facts":{"at":"${facts.at.toISOString()}","value":\n${factsText}\n}}`
}

export function memoryFromJson(text: string): GrantMemory {
  const { facts, ...rest } = readStored<Stored<GrantMemory>>(text, memorySchema)
  return { ...(facts && { facts: at(facts) }), ...memoryFrom(rest) }
}

const factsStart = '"value":'
const factsEnd = '\n}}'

/** The same, but the facts, most of the text, are parsed only if somebody asks for them. */
export function lazyMemoryFromJson(text: string): GrantMemory {
  const start = text.indexOf('\n')
  const isApart = start >= 0 && text.endsWith(factsStart, start) && text.endsWith(factsEnd)
  // From a version that wrote them within the line.
  if (!isApart) return memoryFromJson(text)
  const others = `${text.slice(0, start)}null${factsEnd}`
  const { facts, ...rest } = readStored<StoredBesideFacts>(others, memoryBesideFactsSchema)
  return {
    facts: lazyFacts(new Date(facts.at), text.slice(start + 1, -factsEnd.length)),
    ...memoryFrom(rest),
  }
}

/** The text of facts as they are stored, until they are parsed. JSON and comparisons of values pass it by. */
const storedText = Symbol('stored text')
type Facts = NonNullable<GrantMemory['facts']> & { [storedText]?: string }

function lazyFacts(at: Date, text: string): Facts {
  let value: Facts['value'] | undefined
  return {
    at,
    get value() {
      value ??= readStored<Stored<Facts['value']>>(text, factsSchema)
      return value
    },
    [storedText]: text,
  }
}

/** The same facts of a later read, parsed as little as before. */
export function factsAt(at: Date, facts: Facts): Facts {
  const text = facts[storedText]
  return text === undefined ? { at, value: facts.value } : lazyFacts(at, text)
}

/** The facts are large, so their texts are compared. */
export const textOfFacts = (facts: Facts): string => facts[storedText] ?? JSON.stringify(facts.value)

function memoryFrom({
  readFailure,
  connectionLost,
  verified,
  losses,
  ...others
}: Omit<Stored<GrantMemory>, 'facts'>): GrantMemory {
  const { lossSeenAt, lossConfirmedAt, consent, failure, confirmations, blocked, ...rest } = others
  const { predecessors, unexplained, open, ...none } = rest
  return {
    ...(none satisfies Record<string, never>),
    ...(readFailure && { readFailure: at(readFailure) }),
    ...(connectionLost && { connectionLost: connectionLostFrom(connectionLost) }),
    ...(verified && { verified: at(verified) }),
    ...(losses && { losses: losses.map((loss) => ({ ...loss, since: new Date(loss.since) })) }),
    ...(lossSeenAt && { lossSeenAt: new Date(lossSeenAt) }),
    ...(lossConfirmedAt && { lossConfirmedAt: new Date(lossConfirmedAt) }),
    ...(consent && { consent: { ...consent, since: new Date(consent.since) } }),
    ...(failure && { failure: at(failure) }),
    ...(confirmations && { confirmations: confirmations.map(at) }),
    ...(predecessors && { predecessors: predecessors.map(predecessorFromStored) }),
    ...(blocked && { blocked: at(blocked) }),
    ...(unexplained && { unexplained: unexplained.map(unexplainedFromStored) }),
    ...(open && { open: { ...at(open), until: new Date(open.until) } }),
  }
}

/** Returns the parsed text itself, not the schema's output: its properties keep their order. @throws DamagedGrantError */
function readStored<T>(text: string, schema: z.ZodType<T>): T {
  const value = parse(text)
  const { success, error } = compiledOf(schema).safeParse(value)
  if (success) return value as T
  const [issue] = error.issues
  throw new DamagedGrantError(`A stored grant is damaged at ${issue?.path.join('.')}: ${issue?.message}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DamagedGrantError('A stored grant is damaged: it is not JSON', { cause })
  }
}

function at<T extends { at: string }>(stored: T): Omit<T, 'at'> & { at: Date } {
  return { ...stored, at: new Date(stored.at) }
}

function connectionLostFrom(
  stored: Stored<NonNullable<GrantMemory['connectionLost']>>,
): NonNullable<GrantMemory['connectionLost']> {
  const { confirmedAt, ...first } = stored
  return { ...at(first), ...(confirmedAt && { confirmedAt: new Date(confirmedAt) }) }
}
const unexplainedFromStored = ({
  since,
  goneSince,
  ...rest
}: Stored<UnexplainedGrant>): UnexplainedGrant => ({
  ...rest,
  since: new Date(since),
  ...(goneSince !== undefined && { goneSince: new Date(goneSince) }),
})

function predecessorFromStored({ held, ...stored }: Stored<Predecessor>): Predecessor {
  const { since, missingSince, ...rest } = stored
  return {
    ...rest,
    since: new Date(since),
    ...(missingSince !== undefined && { missingSince: new Date(missingSince) }),
    ...(held && { held: at(held) }),
  }
}

/** Keeps the order of properties: cards are compared as JSON text. */
function findingFromStored(stored: Stored<Finding>): Finding {
  const { since, ...finding } = stored
  return since === undefined ? finding : { ...stored, since: new Date(since) }
}
