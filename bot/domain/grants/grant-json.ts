import type { z } from 'zod'
import type { Stored } from '#platform/storage/stored.ts'
import type { GrantMemory, Predecessor, UnexplainedGrant } from '../status/memory.ts'
import type { Finding } from '../status/status.ts'
import { type EvaluationRest, evaluationSchema, memorySchema } from './grant-schema.ts'

/** A stored grant does not match its schema. None of it is shown; restore it from a backup. */
export class DamagedGrantError extends Error {
  override name = 'DamagedGrantError'
}

export function evaluationFromJson(text: string): EvaluationRest {
  const { findings, ...rest } = readStored<Stored<EvaluationRest>>(text, evaluationSchema)
  return { ...rest, findings: findings.map(findingFromStored) }
}

export function memoryFromJson(text: string): GrantMemory {
  const stored = readStored<Stored<GrantMemory>>(text, memorySchema)
  const { facts, readFailure, connectionLost, verified, losses, ...others } = stored
  const { lossSeenAt, lossConfirmedAt, consent, failure, confirmations, blocked, ...rest } = others
  const { predecessors, unexplained, open, ...none } = rest
  return {
    ...(none satisfies Record<string, never>),
    ...(facts && { facts: at(facts) }),
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
  const { success, error } = schema.safeParse(value)
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
