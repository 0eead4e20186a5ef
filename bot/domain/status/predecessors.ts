import { seconds } from '#platform/base/time.ts'
import type { SetFacts } from '#platform/microsoft/facts.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { GrantMemory, Predecessor } from './memory.ts'
import type { Finding } from './status.ts'

/** As for a loss: directory replicas differ for seconds. */
const goneAfterMs = seconds(60)

/**
 * The enterprise applications that a set replaced, after a complete read. One that isn't seen stays until a second read a
 * minute later doesn't see it either; a read that failed never comes here.
 */
export function followPredecessors(
  { predecessors: before = [] }: GrantMemory,
  { formerClientIds = [] }: Requirement,
  { predecessors: seen = [] }: SetFacts,
  at: Date,
): Pick<GrantMemory, 'predecessors'> {
  const known = new Map(before.map((one) => [one.appId, one]))
  const left = formerClientIds.flatMap((appId): Predecessor[] => {
    const old = known.get(appId)
    const now = seen.find((one) => one.appId === appId)
    if (now)
      return [old?.objectId === now.objectId ? withoutDoubt({ ...old, ...now }) : { ...now, since: at }]
    if (!old) return []
    const missingSince = old.missingSince ?? at
    return at.getTime() - missingSince.getTime() >= goneAfterMs ? [] : [{ ...old, missingSince }]
  })
  return left.length > 0 ? { predecessors: left } : {}
}

function withoutDoubt({ missingSince: _, ...predecessor }: Predecessor): Predecessor {
  return predecessor
}

/** Whether a former app wasn't seen in the last read, and a second one must confirm that it is gone. */
export const isPredecessorDoubted = ({ predecessors = [] }: GrantMemory): boolean =>
  predecessors.some(({ missingSince }) => missingSince !== undefined)

/** Whether it isn't known yet what a former app still holds. */
export const isPredecessorUnread = ({ predecessors = [] }: GrantMemory): boolean =>
  predecessors.some(({ held }) => held === undefined)

/** One finding for each, whatever the status is. They never change it. */
export function describePredecessors(
  { predecessors = [] }: GrantMemory,
  { formerClientIds = [] }: Requirement,
): Finding[] {
  const current = predecessors.filter(({ appId }) => formerClientIds.includes(appId))
  return current.map(({ appId, objectId, name, since, held }) => ({
    code: 'PREDECESSOR_REMAINS',
    who: 'cloudApplicationAdministrator',
    since,
    facts: {
      name: name || appId,
      appId,
      objectId,
      ...(held && { count: `${held.count}`, names: held.names.join(', ') }),
      ...(held && held.tierZero > 0 && { tierZero: `${held.tierZero}` }),
    },
  }))
}
