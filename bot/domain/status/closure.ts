import type { Requirement } from '../catalog/permission-set.ts'
import type { Block, GrantMemory } from './memory.ts'
import type { Finding } from './status.ts'

/** Access for a time that is not over at this moment. An end that is reached is over, whatever is stored. */
export const isOpenAt = ({ open }: Pick<GrantMemory, 'open'>, now: Date): boolean =>
  open !== undefined && now < open.until

/** The block that stands, for plans and lists: without one that is lifted for a time. Nobody gets data by it. */
export const standingBlock = ({ blocked, open }: Pick<GrantMemory, 'blocked' | 'open'>): Block | undefined =>
  open ? undefined : blocked

/** What keeps the apps from the data at this moment; undefined if nothing does. A person's block comes first. */
export function describeClosure(
  { openForMs }: Pick<Requirement, 'openForMs'>,
  memory: Pick<GrantMemory, 'blocked' | 'open'>,
  now: Date,
): Finding | undefined {
  if (isOpenAt(memory, now)) return undefined
  if (memory.blocked) {
    const { at, by, reason } = memory.blocked
    const facts = { by: by.name, ...(reason && { reason }) }
    return { code: 'BLOCKED_HERE', who: 'approver', since: at, facts }
  }
  return openForMs === undefined ? undefined : { code: 'CLOSED_BY_DEFAULT', who: 'anyOperator' }
}

/** Until when it is open, by whom and why, and what it was before. `since`: its end. */
export function describeOpening(
  { openForMs }: Pick<Requirement, 'openForMs'>,
  memory: Pick<GrantMemory, 'open'>,
  now: Date,
): Finding[] {
  const { open } = memory
  if (!open || !isOpenAt(memory, now)) return []
  const { until, by, approvedBy, reason, reference } = open
  const facts = {
    closes: openForMs === undefined ? 'block' : 'default',
    by: by.name,
    ...(approvedBy && { approver: approvedBy.name }),
    ...(reason && { reason }),
    ...(reference && { reference }),
  }
  return [{ code: 'OPEN_UNTIL', who: 'nobody', since: until, facts }]
}
