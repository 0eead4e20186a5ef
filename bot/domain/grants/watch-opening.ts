import { hours, later, minutes } from '#platform/base/time.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../queues.ts'
import type { Opening } from '../status/memory.ts'

interface Place {
  tenantId: string
  setId: string
}

const keyOf = ({ tenantId, setId }: Place): string => `${tenantId}:${setId}`

/** Schedules the reminder of an end and the end itself, instead of those of an earlier opening. */
export function watchOpening(
  { jobs }: Pick<Deps, 'jobs'>,
  tx: Tx,
  place: Place & { reminded?: true },
  open: Opening,
): Promise<void> {
  const runAt = place.reminded ? open.until : remindAt(open)
  const data = { ...place, ...(runAt === open.until && { reminded: true as const }) }
  return enqueue(jobs, tx, { queue: 'grants.close', key: keyOf(place), data, runAt })
}

export async function unwatchOpening({ jobs }: Pick<Deps, 'jobs'>, tx: Tx, place: Place): Promise<void> {
  await jobs.cancel(tx, 'grants.close', keyOf(place))
}

/** A reminder closer to the end could not be acted on. */
const leastLeadMs = minutes(10)
const mostLeadMs = hours(24)

/** When an eighth of the time is left; an end that comes too soon for that has no reminder. */
function remindAt({ at, until }: Opening): Date {
  const lead = Math.min((until.getTime() - at.getTime()) / 8, mostLeadMs)
  return lead < leastLeadMs ? until : later(until, -lead)
}
