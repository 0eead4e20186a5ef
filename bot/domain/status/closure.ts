import type { Requirement } from '../catalog/permission-set.ts'
import type { Block, GrantMemory } from './memory.ts'
import type { Finding } from './status.ts'

/** Access for a time that is not over at this moment. An end that is reached is over, whatever is stored. */
export const isOpenAt = ({ open }: Pick<GrantMemory, 'open'>, now: Date): boolean =>
  open !== undefined && now < open.until

/**
 * Whether access for a time is in force now. A set that is closed by default asks for two people and a longest time, also of
 * what was opened before its catalog said so.
 */
export function isInForce(
  { openForMs }: Pick<Requirement, 'openForMs'>,
  { open }: Pick<GrantMemory, 'open'>,
  now: Date,
): boolean {
  if (!open || !isOpenAt({ open }, now)) return false
  if (openForMs === undefined) return true
  return open.approvedBy !== undefined && open.until.getTime() - open.at.getTime() <= openForMs
}

/** The block that stands, for plans and lists: without one that is lifted for a time. Nobody gets data by it. */
export const standingBlock = ({ blocked, open }: Pick<GrantMemory, 'blocked' | 'open'>): Block | undefined =>
  open ? undefined : blocked

/** What keeps the apps from the data at this moment; undefined if nothing does. A person's block comes first. */
export function describeClosure(
  requirement: Pick<Requirement, 'openForMs'>,
  memory: Pick<GrantMemory, 'blocked' | 'open'>,
  now: Date,
): Finding | undefined {
  if (isInForce(requirement, memory, now)) return undefined
  if (memory.blocked) {
    const { at, by, reason } = memory.blocked
    const facts = { by: by.name, ...(reason && { reason }) }
    return { code: 'BLOCKED_HERE', who: 'approver', since: at, facts }
  }
  return requirement.openForMs === undefined ? undefined : { code: 'CLOSED_BY_DEFAULT', who: 'anyOperator' }
}

/** Until when it is open, by whom and why, and what it was before. `since`: its end. */
export function describeOpening(
  requirement: Pick<Requirement, 'openForMs'>,
  memory: Pick<GrantMemory, 'open'>,
  now: Date,
): Finding[] {
  const { open } = memory
  if (!open || !isInForce(requirement, memory, now)) return []
  const { until, by, approvedBy, reason, reference } = open
  const facts = {
    closes: requirement.openForMs === undefined ? 'block' : 'default',
    by: by.name,
    ...(approvedBy && { approver: approvedBy.name }),
    ...(reason && { reason }),
    ...(reference && { reference }),
  }
  return [{ code: 'OPEN_UNTIL', who: 'nobody', since: until, facts }]
}
