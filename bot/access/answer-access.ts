import type { Deps } from '../deps.ts'
import { findGrant } from '../grants/grants-store.ts'
import type { FindingCode, Status } from '../status/status.ts'
import { listRefreshes } from '../sync/app-refreshes-store.ts'

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

/**
 * May the apps of this set use their Entra data in this tenant now. Reads committed state only: a block answers no from
 * its own transaction on. Whoever asks for something unknown learns "no", not that it is unknown.
 */
export async function answerAccess(
  deps: Pick<Deps, 'database' | 'catalog'>,
  { tenantId, setId }: AccessQuestion,
): Promise<AccessAnswer> {
  const { db } = deps.database
  const [grant, refreshes] = await Promise.all([findGrant(db, tenantId, setId), listRefreshes(db, tenantId)])
  const set = deps.catalog.sets.find((candidate) => candidate.id === setId)
  const named = { tenant: tenantId, set: setId }
  if (!grant || !set) {
    const no = {
      allowed: false,
      status: 'notGranted',
      since: null,
      reason: 'NO_SUCH_GRANT',
      checkedAt: null,
    } as const
    return { ...named, ...no, apps: [] }
  }
  return {
    ...named,
    allowed: grant.usable && grant.status !== 'blocked',
    status: grant.status,
    ...(grant.lastKnown && { lastKnownStatus: grant.lastKnown }),
    since: grant.statusSince.toISOString(),
    reason: grant.findings[0]?.code ?? 'NEVER_READ',
    checkedAt: grant.memory.facts?.at.toISOString() ?? null,
    apps: deps.catalog.apps
      .filter((app) => set.apps.includes(app.id))
      .map(({ id, name }) => {
        const at = refreshes.find((refresh) => refresh.appId === id)?.at
        return { id, name, ...(at && { refreshedAt: at.toISOString() }) }
      }),
  }
}
