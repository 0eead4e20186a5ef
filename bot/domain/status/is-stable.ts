import type { GrantMemory } from './memory.ts'
import { isPredecessorDoubted } from './predecessors.ts'

/** Something was seen once; a second read at least a minute later must confirm it. */
export function awaitsSecondRead(memory: GrantMemory): boolean {
  const { lossSeenAt, lossConfirmedAt, unexplained = [] } = memory
  if (lossSeenAt !== undefined && lossConfirmedAt === undefined) return true
  if (isPredecessorDoubted(memory)) return true
  return unexplained.some(({ confirmed, goneSince }) => !confirmed || goneSince !== undefined)
}

/**
 * A later read of the same facts would change only the time: no read failure, no lost connection, no consent that is not
 * visible yet, nothing that was seen only once.
 */
export function isStable(memory: GrantMemory): boolean {
  if (!memory.facts || memory.readFailure || memory.connectionLost || memory.consent) return false
  if (awaitsSecondRead(memory)) return false
  return memory.losses?.every(({ confirmed }) => confirmed) ?? true
}
