import type { GrantMemory } from './memory.ts'

/**
 * Nothing in this memory waits: a later read that finds the same facts leaves it as it is, but for the time. A loss waits
 * for the read that makes it certain, a consent for the one that shows it.
 */
export function isStable({
  facts,
  readFailure,
  connectionLost,
  consent,
  losses = [],
  lossSeenAt,
  lossConfirmedAt,
}: GrantMemory): boolean {
  if (!facts || readFailure || connectionLost || consent) return false
  return (
    (lossSeenAt === undefined || lossConfirmedAt !== undefined) && losses.every(({ confirmed }) => confirmed)
  )
}
