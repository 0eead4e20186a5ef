import type { GrantMemory } from '../status/memory.ts'
import type { Evaluation, Finding } from '../status/status.ts'
import type { Stored } from '../storage/stored.ts'

/** The part of an evaluation that is kept as text; the rest has columns. */
export type EvaluationRest = Omit<Evaluation, 'status' | 'usable'>

export function evaluationFromJson(text: string): EvaluationRest {
  const { findings, ...rest } = JSON.parse(text) as Stored<EvaluationRest>
  return { ...rest, findings: findings.map(findingFromStored) }
}

export function memoryFromJson(text: string): GrantMemory {
  const stored = JSON.parse(text) as Stored<GrantMemory>
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

function at<T extends { at: string }>(stored: T): Omit<T, 'at'> & { at: Date } {
  return { ...stored, at: new Date(stored.at) }
}

/** Keeps the order of its parts: whoever asks whether a card would look the same compares texts. */
function findingFromStored(stored: Stored<Finding>): Finding {
  const { since, ...finding } = stored
  return since === undefined ? finding : { ...stored, since: new Date(since) }
}
