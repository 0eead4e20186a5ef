import type { z } from 'zod'
import type { Stored } from '#platform/storage/stored.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Finding } from '../status/status.ts'
import { type EvaluationRest, evaluationSchema, memorySchema } from './grant-schema.ts'

/** What is stored of a grant is not what was written. Nothing of it is shown; a backup has it. */
export class DamagedGrantError extends Error {
  override name = 'DamagedGrantError'
}

export function evaluationFromJson(text: string): EvaluationRest {
  const { findings, ...rest } = readStored<Stored<EvaluationRest>>(text, evaluationSchema)
  return { ...rest, findings: findings.map(findingFromStored) }
}

export function memoryFromJson(text: string): GrantMemory {
  const stored = readStored<Stored<GrantMemory>>(text, memorySchema)
  const {
    facts,
    readFailure,
    connectionLost,
    verified,
    losses,
    lossSeenAt,
    lossConfirmedAt,
    consent,
    failure,
    blocked,
    ...none
  } = stored
  return {
    ...(none satisfies Record<string, never>),
    ...(facts && { facts: at(facts) }),
    ...(readFailure && { readFailure: at(readFailure) }),
    ...(connectionLost && { connectionLost: at(connectionLost) }),
    ...(verified && { verified: at(verified) }),
    ...(losses && { losses: losses.map((loss) => ({ ...loss, since: new Date(loss.since) })) }),
    ...(lossSeenAt && { lossSeenAt: new Date(lossSeenAt) }),
    ...(lossConfirmedAt && { lossConfirmedAt: new Date(lossConfirmedAt) }),
    ...(consent && { consent: { ...consent, since: new Date(consent.since) } }),
    ...(failure && { failure: at(failure) }),
    ...(blocked && { blocked: at(blocked) }),
  }
}

/**
 * As it was written, so that its parts keep their order.
 * @throws DamagedGrantError for what a bad disk made of it
 */
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
    throw new DamagedGrantError('A stored grant is damaged: it is no JSON', { cause })
  }
}

function at<T extends { at: string }>(stored: T): Omit<T, 'at'> & { at: Date } {
  return { ...stored, at: new Date(stored.at) }
}

/** Keeps the order of its parts: whoever asks whether a card would look the same compares texts. */
function findingFromStored(stored: Stored<Finding>): Finding {
  const { since, ...finding } = stored
  return since === undefined ? finding : { ...stored, since: new Date(since) }
}
