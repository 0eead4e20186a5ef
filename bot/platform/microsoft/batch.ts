import { z } from 'zod'
import { compiledOf } from '../base/compiled-of.ts'
import { memoize } from '../base/memoize.ts'
import { classifyGraph } from './classify.ts'
import type { ReadResult } from './facts.ts'
import {
  callGraph,
  type GraphPort,
  isTokenRefused,
  notRead,
  renewToken,
  type Session,
} from './graph-client.ts'
import { readFailure } from './graph-failure.ts'
import type { Outcome } from './outcome.ts'
import { isRetryable, makeOutcome } from './outcomes.ts'
import { unreadable } from './unreadable.ts'

export interface BatchPart {
  id: string
  /** Relative to the Graph address, encoded. */
  url: string
  /** Makes the part a POST, for reads that Graph requires as one. */
  body?: unknown
}

/** Part ID → its body, or why it was not read. Contains every requested part. */
export type BatchAnswers = ReadonlyMap<string, ReadResult<unknown>>

/** Graph refuses a larger batch. */
const largestBatch = 20

/**
 * Reads the parts in chunks of 20, one chunk in flight. Throttled and failed parts are retried without the others, after the
 * longest wait that any of them asked for; a part without an answer is asked once more. Never throws for a response of Graph.
 */
export async function sendBatch(
  port: GraphPort,
  session: Session,
  parts: readonly BatchPart[],
): Promise<BatchAnswers> {
  const answers = new Map<string, ReadResult<unknown>>()
  if (parts.length <= largestBatch) await sendChunk(port, session, parts, answers)
  else {
    for (let from = 0; from < parts.length; from += largestBatch) {
      await sendChunk(port, session, parts.slice(from, from + largestBatch), answers)
    }
  }
  return answers
}

async function sendChunk(
  port: GraphPort,
  session: Session,
  parts: readonly BatchPart[],
  answers: Map<string, ReadResult<unknown>>,
): Promise<void> {
  let pending = parts
  const askedTwice = new Set<BatchPart>()
  for (let attempt = 1; ; attempt += 1) {
    const { refused, retryable, unanswered, longest } = await sendParts(port, session, pending, answers)
    const next = unanswered.filter((part) => !askedTwice.has(part))
    for (const part of next) askedTwice.add(part)
    if (refused.length > 0 && (await renewToken(port, session)).read) next.push(...refused)
    if (longest && (await session.deadline.waitToRetry(longest, attempt))) next.push(...retryable)
    if (next.length === 0) return
    pending = next
  }
}

interface Round {
  /** Parts whose token was refused. */
  refused: BatchPart[]
  /** Throttled and failed parts that can be retried. */
  retryable: BatchPart[]
  /** Parts that the answer leaves out: each is asked once more. */
  unanswered: BatchPart[]
  /** The outcome among `retryable` with the longest wait. */
  longest?: Outcome
}

/** Sends the parts once and stores every answer. */
async function sendParts(
  port: GraphPort,
  session: Session,
  parts: readonly BatchPart[],
  answers: Map<string, ReadResult<unknown>>,
): Promise<Round> {
  const round: Round = { refused: [], retryable: [], unanswered: [] }
  const body = bodyOf(parts)
  const answer = await callGraph(port, session, { method: 'POST', path: '/$batch', body })
  const envelope = answer.read ? readEnvelope(answer.value) : answer
  for (const part of parts) {
    if (!envelope.read) {
      // `callGraph` has retried already, so the part is not sent again.
      answers.set(part.id, envelope)
      continue
    }
    const response = envelope.value.get(part.id)
    if (response?.status === 429)
      port.onAnswer?.(session.tenantId, { status: 429, headers: response.headers })
    const { status, outcome, body } = readPart(response, port.now())
    answers.set(part.id, outcome ? notRead(outcome) : { read: true, value: body })
    if (!response) round.unanswered.push(part)
    else if (outcome && isTokenRefused(outcome, status)) round.refused.push(part)
    else if (outcome && isRetryable(outcome)) noteRetryable(round, part, outcome)
  }
  return round
}

/** Tenants with the same plan share it. */
const bodyOf = memoize((parts: readonly BatchPart[]) => JSON.stringify({ requests: parts.map(requestOf) }))

function requestOf({ id, url, body }: BatchPart) {
  if (body === undefined) return { id, method: 'GET', url }
  return { id, method: 'POST', url, headers: { 'Content-Type': 'application/json' }, body }
}

function noteRetryable(round: Round, part: BatchPart, outcome: Outcome): void {
  round.retryable.push(part)
  if (!round.longest || (outcome.retryAfterMs ?? -1) > (round.longest.retryAfterMs ?? -1)) {
    round.longest = outcome
  }
}

const envelopeBody = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.unknown().optional(),
      body: z.unknown().optional(),
    }),
  ),
})
type PartAnswer = z.infer<typeof envelopeBody>['responses'][number]

/** The parts by ID, in any order. A duplicate ID is ambiguous and left out. */
function readEnvelope(body: unknown): ReadResult<Map<string, PartAnswer>> {
  const parsed = compiledOf(envelopeBody).safeParse(body)
  if (!parsed.success) return unreadable(parsed.error)
  const byId = new Map<string, PartAnswer>()
  const twice = new Set<string>()
  for (const part of parsed.data.responses) {
    if (byId.has(part.id)) twice.add(part.id)
    byId.set(part.id, part)
  }
  for (const id of twice) byId.delete(id)
  return { read: true, value: byId }
}

function readPart(
  part: PartAnswer | undefined,
  now: Date,
): { status: number; outcome?: Outcome; body?: unknown } {
  if (!part) return { status: 0, outcome: makeOutcome('graph', 'partMissing') }
  const { status, headers, body } = part
  if (status < 200 || status > 299) {
    return { status, outcome: classifyGraph(readFailure(status, headers, body, now)) }
  }
  // Every read answers 200; another success is a part of the content, or none.
  if (status !== 200 || typeof body !== 'object' || body === null) {
    return { status, outcome: makeOutcome('graph', 'answerUnreadable') }
  }
  return { status, body }
}
