import { seconds } from '#platform/base/time.ts'
import type { ReadResult, SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { PermissionKey, Requirement } from '../catalog/permission-set.ts'
import { findGaps, findLost, wasVerifiedAs } from './compare-permissions.ts'
import { keysOfRequired } from './granted-ids.ts'
import type { GrantMemory } from './memory.ts'
import { followPredecessors } from './predecessors.ts'

/** The part of a tenant read about one set. */
export type SetRead =
  | { connection: 'ok'; at: Date; result: ReadResult<SetFacts> }
  | { connection: 'failed'; at: Date; outcome: Outcome }
  | { connection: 'lost'; at: Date; outcome: Outcome }

/** Replicas differ for seconds: what a read shows otherwise, or a refused connection, is confirmed only by a second read this much later. */
const confirmedAfterMs = seconds(60)

export const isConfirmed = (since: Date, at: Date): boolean =>
  at.getTime() - since.getTime() >= confirmedAfterMs

/** The part of a tenant read about one set; undefined if the set was not read. */
export function viewOfSet(read: TenantRead, setId: string): SetRead | undefined {
  if (read.connection !== 'ok') return read
  const result = read.sets[setId]
  return result && { connection: 'ok', at: read.at, result }
}

/** A read that began before the last stored one must not overwrite it. */
function isOutdated({ facts, connectionLost }: GrantMemory, at: Date): boolean {
  return [facts?.at, connectionLost?.at].some((known) => known !== undefined && known > at)
}

/**
 * The memory after a read. Only a complete read changes the facts; any other only records its failure. Pure; returns the
 * same object if the read is older than the stored one.
 */
export function applyFacts(memory: GrantMemory, requirement: Requirement, read: SetRead): GrantMemory {
  const { at } = read
  if (isOutdated(memory, at)) return memory
  if (read.connection === 'failed') return applyFailure(memory, at, read.outcome)
  if (read.connection === 'lost') return applyLostConnection(memory, at, read.outcome)
  if (!read.result.read) return applyFailure(memory, at, read.result.outcome)
  return applyComplete(memory, requirement, at, read.result.value)
}

function applyFailure(memory: GrantMemory, at: Date, outcome: Outcome): GrantMemory {
  return { ...memory, readFailure: { at: memory.readFailure?.at ?? at, outcome } }
}

function applyLostConnection(memory: GrantMemory, at: Date, outcome: Outcome): GrantMemory {
  const { readFailure: _, ...rest } = memory
  const since = memory.connectionLost?.at ?? at
  const isLate = isConfirmed(since, at)
  const confirmedAt = memory.connectionLost?.confirmedAt ?? (isLate ? at : undefined)
  return { ...rest, connectionLost: { at: since, outcome, ...(confirmedAt && { confirmedAt }) } }
}

function applyComplete(
  memory: GrantMemory,
  requirement: Requirement,
  at: Date,
  value: SetFacts,
): GrantMemory {
  const { readFailure, connectionLost: _, predecessors: __, ...rest } = memory
  // Keeps a failure after this read: the last attempt failed.
  const newerFailure = readFailure && readFailure.at > at ? { readFailure } : {}
  const former = followPredecessors(memory, requirement, value, at)
  const known: GrantMemory = { ...rest, ...newerFailure, facts: { at, value }, ...former }
  const complete = requirement.permissions.length > 0 && findGaps(requirement.permissions, value).length === 0
  if (complete) return verify(known, requirement, at)
  const lost = findLost(requirement, known, value)
  if (lost.length > 0) return markLoss(known, at, lost)
  // An unreadable requirement has no missing permissions, so it doesn't refute a loss.
  return requirement.permissions.length > 0 ? withoutLoss(known) : known
}

function verify(memory: GrantMemory, requirement: Requirement, at: Date): GrantMemory {
  const { failure: _f, consent: _c, ...rest } = withoutLoss(memory)
  const permissions = keysOfRequired(requirement.permissions).alphabetical
  const same = wasVerifiedAs(requirement, memory, permissions)
  const since = same && memory.verified && !memory.lossSeenAt ? memory.verified.at : at
  return { ...rest, verified: { at: since, permissions, clientId: requirement.clientId.toLowerCase() } }
}

function markLoss(memory: GrantMemory, at: Date, lost: readonly PermissionKey[]): GrantMemory {
  const before = new Map(memory.losses?.map((loss) => [loss.key, loss]))
  const losses = lost.map((key) => {
    const { since, confirmed } = before.get(key) ?? { since: at, confirmed: false }
    return { key, since, confirmed: confirmed || isConfirmed(since, at) }
  })
  const lossSeenAt = new Date(Math.min(...losses.map(({ since }) => since.getTime())))
  const { lossConfirmedAt = at, ...rest } = memory
  const certain = losses.some(({ confirmed }) => confirmed)
  return { ...rest, losses, lossSeenAt, ...(certain ? { lossConfirmedAt } : {}) }
}

function withoutLoss(memory: GrantMemory): GrantMemory {
  const { losses: _l, lossSeenAt: _s, lossConfirmedAt: _c, ...rest } = memory
  return rest
}
