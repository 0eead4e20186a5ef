import { isConfirmed } from './apply-facts.ts'
import type { GrantedId } from './granted-id.ts'
import { areAmong, grantedIds } from './granted-ids.ts'
import type { GrantMemory, UnexplainedGrant } from './memory.ts'

/**
 * The memory after a complete read, with what it shows that is not among `explained`. Like a loss, it counts after two reads a
 * minute apart, and so does its end. Pure.
 */
export function markUnexplained(memory: GrantMemory, explained: ReadonlySet<GrantedId>): GrantMemory {
  const { facts, unexplained: before = [], ...rest } = memory
  if (!facts) return memory
  const { at, value } = facts
  const granted = grantedIds(value)
  // Almost every read ends here.
  if (memory.unexplained === undefined && areAmong(granted, explained)) return memory
  const known = new Map(before.map((each) => [each.id, each]))
  const open = [...granted]
    .filter((id) => !explained.has(id))
    .map((id): UnexplainedGrant => {
      const { since, confirmed } = known.get(id) ?? { since: at, confirmed: false }
      return { id, since, confirmed: confirmed || isConfirmed(since, at) }
    })
  const going = before
    .filter(({ id, confirmed }) => confirmed && !granted.has(id) && !explained.has(id))
    .map((each) => ({ ...each, goneSince: each.goneSince ?? at }))
    .filter(({ goneSince }) => !isConfirmed(goneSince, at))
  const unexplained = [...open, ...going].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return { ...rest, facts, ...(unexplained.length > 0 && { unexplained }) }
}
