import { later } from '#platform/base/time.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Deps, Rules } from '../deps.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { evaluateStatus } from '../status/evaluate-status.ts'
import type { FindingCode, Status } from '../status/status.ts'
import { accessMaxAgeOf } from './access-max-age.ts'
import type { Grant } from './grant.ts'
import { findUsedElsewhere } from './tenant-limit.ts'

/** Whether the apps of a grant may use its data. Dates are ISO 8601 in UTC. */
export interface AccessNow {
  allowed: boolean
  /** When `allowed` ends unless the tenant is read before; absent if it isn't allowed. */
  validUntil?: string
  /** Of access for a time: its end. */
  until?: string
  status: Status
  /** Status as of the last complete read, when `status` is `unknown` or `blocked`. */
  lastKnownStatus?: Status
  since: string
  /** Code of the first finding. */
  reason: FindingCode
  /** Time of the last complete read of the tenant. */
  checkedAt: string | null
}

/** Evaluates for the current time, as the cards do, so that outdated facts are not reported as current. */
export async function evaluateAccess(
  deps: Pick<Deps, 'catalog' | 'clientIds' | 'rules'>,
  db: Db,
  { grant, now }: { grant: Grant; now: Date },
): Promise<AccessNow> {
  const { memory } = grant
  const { maxAgeMs } = deps.rules
  const requirement = await getRequirement(deps, db, grant.setId)
  const usedElsewhere = await findUsedElsewhere(deps, db, grant)
  const input = { requirement, memory, now, maxAgeMs, usedElsewhere }
  const { status, lastKnown, findings, usable } = evaluateStatus(input)
  const readAt = memory.facts?.at
  // Without a new read, the status can differ only because the facts have become too old.
  const since = status === grant.status || !readAt ? grant.statusSince : later(readAt, maxAgeMs)
  const validUntil = readAt && later(readAt, accessMaxAgeOf(deps.rules))
  const isExpired = !validUntil || now >= validUntil
  const until = memory.open?.until
  return {
    allowed: usable && !isExpired,
    ...(usable && !isExpired && { validUntil: endOfAccess(deps.rules, { readAt, until }).toISOString() }),
    ...(usable && !isExpired && until && { until: until.toISOString() }),
    status,
    ...(lastKnown && { lastKnownStatus: lastKnown }),
    since: since.toISOString(),
    reason: (usable && isExpired ? 'READ_TOO_OLD' : findings[0]?.code) ?? 'NEVER_READ',
    checkedAt: readAt?.toISOString() ?? null,
  }
}

/** When access ends unless the tenant is read before; of access for a time, its end at the latest. */
export function endOfAccess(
  rules: Pick<Rules, 'maxAgeMs' | 'accessMaxAgeMs'>,
  { readAt, until }: { readAt: Date; until?: Date | undefined },
): Date {
  const tooOldAt = later(readAt, accessMaxAgeOf(rules))
  return until && until < tooOldAt ? until : tooOldAt
}
