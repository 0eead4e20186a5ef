import type { Deps } from '../deps.ts'
import { findBlock } from '../grants/blocks-store.ts'
import { closeIfOver } from '../grants/close-grant.ts'
import { type AccessNow, evaluateAccess } from '../grants/evaluate-access.ts'
import type { Grant } from '../grants/grant.ts'
import { findGrant } from '../grants/grants-store.ts'
import { isOpenAt } from '../status/closure.ts'
import { listRefreshes } from '../tenants/settled-reads-store.ts'

export interface AccessQuestion {
  /** GUID, lower case. */
  tenantId: string
  setId: string
}

/** Dates are ISO 8601 in UTC, so that equal answers are equal bytes. */
export interface AccessAnswer extends Omit<AccessNow, 'since' | 'reason'> {
  tenant: string
  set: string
  since: string | null
  /** Code of the first finding; `NO_SUCH_GRANT` for an unknown tenant or set. */
  reason: AccessNow['reason'] | 'NO_SUCH_GRANT'
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
    ...(await evaluateAccess(deps, db, { grant, now })),
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
