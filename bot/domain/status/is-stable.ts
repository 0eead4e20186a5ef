import type { GrantMemory } from './memory.ts'

/**
 * A later read of the same facts would change only the time: no read failure, no lost connection, no consent that is not
 * visible yet, no unconfirmed loss.
 */
export function isStable(memory: GrantMemory): boolean {
  if (!memory.facts || memory.readFailure || memory.connectionLost || memory.consent) return false
  if (memory.lossSeenAt && !memory.lossConfirmedAt) return false
  return memory.losses?.every(({ confirmed }) => confirmed) ?? true
}
