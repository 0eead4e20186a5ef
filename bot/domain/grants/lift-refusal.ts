import { UserError } from '#platform/base/errors.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Scope } from '../people/role-reading.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { wouldBeUsable } from '../status/evaluate-status.ts'
import type { Grant } from './grant.ts'
import { tenantLimitRefusal } from './tenant-limit.ts'

/** Lifting a block must not put an app into more tenants than its limit. */
export async function unblockRefusal(
  deps: Pick<Deps, 'catalog' | 'clientIds' | 'rules'>,
  db: Db,
  { tenantId, setId, memory }: Grant,
  namesOf?: Scope,
): Promise<UserError | undefined> {
  if (!memory.blocked) return new UserError('GRANT_NOT_BLOCKED')
  const requirement = await getRequirement(deps, db, setId)
  if (!wouldBeUsable(requirement, memory)) return undefined
  return tenantLimitRefusal(deps, db, { tenantId, setId, namesOf })
}

/**
 * Why a set can't be opened until then: GRANT_NOT_BLOCKED, TIME_PAST, TIME_TOO_LONG, TENANT_LIMIT_REACHED; undefined if it can.
 */
export async function openRefusal(
  deps: Pick<Deps, 'catalog' | 'clientIds' | 'rules' | 'clock'>,
  db: Db,
  { tenantId, setId, memory }: Grant,
  { until, namesOf }: { until: Date; namesOf?: Scope },
): Promise<UserError | undefined> {
  const requirement = await getRequirement(deps, db, setId)
  const { openForMs } = requirement
  if (openForMs === undefined && !memory.blocked) return new UserError('GRANT_NOT_BLOCKED')
  const refusal = endRefusal(until, openForMs, deps.clock())
  if (refusal) return refusal
  if (!wouldBeUsable(requirement, memory)) return undefined
  return tenantLimitRefusal(deps, db, { tenantId, setId, namesOf })
}

/** An end that is over, or later than the catalog allows. */
export function endRefusal(until: Date, openForMs: number | undefined, now: Date): UserError | undefined {
  if (until <= now) return new UserError('TIME_PAST')
  if (openForMs === undefined || until.getTime() - now.getTime() <= openForMs) return undefined
  return new UserError('TIME_TOO_LONG', { hours: openForMs / 3_600_000 })
}
