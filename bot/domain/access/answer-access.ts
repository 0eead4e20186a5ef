import { later } from '#platform/base/time.ts'
import type { Deps } from '../deps.ts'
import { findBlock } from '../grants/blocks-store.ts'
import { closeIfOver } from '../grants/close-grant.ts'
import type { Grant } from '../grants/grant.ts'
import { findGrant } from '../grants/grants-store.ts'
import { findUsedElsewhere } from '../grants/tenant-limit.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { isOpenAt } from '../status/closure.ts'
import { evaluateStatus } from '../status/evaluate-status.ts'
import type { FindingCode, Status } from '../status/status.ts'
import { listRefreshes } from '../tenants/settled-reads-store.ts'
import { accessMaxAgeOf } from './access-max-age.ts'

export interface AccessQuestion {
  /** GUID, lower case. */
  tenantId: string
  setId: string
}

/** Dates are ISO 8601 in UTC, so that equal answers are equal bytes. */
export interface AccessAnswer {
  tenant: string
  set: string
  allowed: boolean
  /** When `allowed` ends unless the tenant is read before; absent if it isn't allowed. */
  validUntil?: string
  /** Of access for a time: its end. */
  until?: string
  status: Status
  /** Status as of the last complete read, when `status` is `unknown` or `blocked`. */
  lastKnownStatus?: Status
  since: string | null
  /** Code of the first finding; `NO_SUCH_GRANT` for an unknown tenant or set. */
  reason: FindingCode | 'NO_SUCH_GRANT'
  /** Time of the last complete read of the tenant. */
  checkedAt: string | null
  apps: { id: string; name: string; refreshedAt?: string }[]
}

type Needs = Pick<Deps, 'database' | 'catalog' | 'clientIds' | 'clock' | 'rules' | 'react'>

/**
 * Returns whether the apps of a set may use their Entra data in a tenant now. Reads committed state only, so a block counts
 * from its own transaction on, also while the tenant is removed. Access for a time is over when the clock says so, and then
 * stored as over before the answer. An unknown tenant or set gets the answer of one without a grant.
 */
export async function answerAccess(deps: Needs, { tenantId, setId }: AccessQuestion): Promise<AccessAnswer> {
  const { db } = deps.database
  const set = deps.catalog.sets.find((candidate) => candidate.id === setId)
  const now = deps.clock()
  const found = set && (await findGrant(db, tenantId, setId))
  const grant = found && (await endedInTime(deps, found, now))
  if (!grant) return answerWithoutGrant(deps, { tenantId, setId })
  const refreshes = await listRefreshes(db, tenantId)
  return {
    tenant: tenantId,
    set: setId,
    ...(await evaluate(deps, grant, now)),
    apps: deps.catalog.apps
      .filter((app) => set.apps.includes(app.id))
      .map(({ id, name }) => {
        const at = refreshes.find((refresh) => refresh.appId === id)?.at
        return { id, name, ...(at && { refreshedAt: at.toISOString() }) }
      }),
  }
}

async function answerWithoutGrant(
  { database }: Needs,
  { tenantId, setId }: AccessQuestion,
): Promise<AccessAnswer> {
  const no = { tenant: tenantId, set: setId, allowed: false, checkedAt: null, apps: [] }
  const block = await findBlock(database.db, tenantId, setId)
  if (!block) return { ...no, status: 'notGranted', since: null, reason: 'NO_SUCH_GRANT' }
  return { ...no, status: 'blocked', since: block.at.toISOString(), reason: 'BLOCKED_HERE' }
}

/** What was answered as over must stay so, whatever the clock says next. */
async function endedInTime(deps: Needs, grant: Grant, now: Date): Promise<Grant | undefined> {
  const { open } = grant.memory
  if (!open || isOpenAt(grant.memory, now)) return grant
  const { tenantId, setId } = grant
  await deps.database.transaction((tx) => closeIfOver(deps, tx, { tenantId, setId, now }))
  return findGrant(deps.database.db, tenantId, setId)
}

/** Evaluates for the current time, as the cards do, so that outdated facts are not reported as current. */
async function evaluate(
  deps: Needs,
  grant: Grant,
  now: Date,
): Promise<Omit<AccessAnswer, 'tenant' | 'set' | 'apps'>> {
  const { memory } = grant
  const { maxAgeMs } = deps.rules
  const requirement = await getRequirement(deps, deps.database.db, grant.setId)
  const usedElsewhere = await findUsedElsewhere(deps, deps.database.db, grant)
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
    ...(usable && !isExpired && { validUntil: earlier(validUntil, until).toISOString() }),
    ...(usable && !isExpired && until && { until: until.toISOString() }),
    status,
    ...(lastKnown && { lastKnownStatus: lastKnown }),
    since: since.toISOString(),
    reason: (usable && isExpired ? 'READ_TOO_OLD' : findings[0]?.code) ?? 'NEVER_READ',
    checkedAt: readAt?.toISOString() ?? null,
  }
}

const earlier = (a: Date, b: Date | undefined): Date => (b && b < a ? b : a)
