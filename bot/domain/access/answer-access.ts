import { later } from '#platform/base/time.ts'
import type { Deps } from '../deps.ts'
import type { Grant } from '../grants/grant.ts'
import { findGrant } from '../grants/grants-store.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { evaluateStatus } from '../status/evaluate-status.ts'
import type { FindingCode, Status } from '../status/status.ts'
import { listRefreshes } from '../tenants/baselines-store.ts'

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
  status: Status
  /** Status as of the last complete read, when `status` is `unknown` or `blocked`. */
  lastKnownStatus?: Status
  since: string | null
  /** Code of the first finding; `NO_SUCH_GRANT` when tenant or set is not known here. */
  reason: FindingCode | 'NO_SUCH_GRANT'
  /** Time of the last complete read of the tenant. */
  checkedAt: string | null
  apps: { id: string; name: string; refreshedAt?: string }[]
}

type Needs = Pick<Deps, 'database' | 'catalog' | 'clientIds' | 'clock' | 'rules'>

/**
 * May the apps of this set use their Entra data in this tenant now. Reads committed state only: a block answers no from
 * its own transaction on. Whoever asks for something unknown learns "no", not that it is unknown.
 */
export async function answerAccess(deps: Needs, { tenantId, setId }: AccessQuestion): Promise<AccessAnswer> {
  const { db } = deps.database
  const set = deps.catalog.sets.find((candidate) => candidate.id === setId)
  const grant = set && (await findGrant(db, tenantId, setId))
  if (!grant) {
    const no = { allowed: false, status: 'notGranted', since: null, checkedAt: null } as const
    return { tenant: tenantId, set: setId, ...no, reason: 'NO_SUCH_GRANT', apps: [] }
  }
  const refreshes = await listRefreshes(db, tenantId)
  return {
    tenant: tenantId,
    set: setId,
    ...(await judge(deps, grant)),
    apps: deps.catalog.apps
      .filter((app) => set.apps.includes(app.id))
      .map(({ id, name }) => {
        const at = refreshes.find((refresh) => refresh.appId === id)?.at
        return { id, name, ...(at && { refreshedAt: at.toISOString() }) }
      }),
  }
}

/** As on the cards: judged for this moment, so that facts that have grown old meanwhile are not told as new ones. */
async function judge(deps: Needs, grant: Grant): Promise<Omit<AccessAnswer, 'tenant' | 'set' | 'apps'>> {
  const { clock, rules, database } = deps
  const requirement = await getRequirement(deps, database.db, grant.setId)
  const { memory } = grant
  const { maxAgeMs } = rules
  const { status, lastKnown, findings, usable } = evaluateStatus({
    requirement,
    memory,
    now: clock(),
    maxAgeMs,
  })
  const readAt = memory.facts?.at
  // Time alone can only make facts too old.
  const since = status === grant.status || !readAt ? grant.statusSince : later(readAt, maxAgeMs)
  return {
    allowed: usable && status !== 'blocked',
    status,
    ...(lastKnown && { lastKnownStatus: lastKnown }),
    since: since.toISOString(),
    reason: findings[0]?.code ?? 'NEVER_READ',
    checkedAt: readAt?.toISOString() ?? null,
  }
}
