import type { Person } from '#platform/base/person.ts'
import { later, minutes } from '#platform/base/time.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { isSharedTrouble } from '#platform/microsoft/outcomes.ts'
import type { Db, Tx } from '#platform/storage/database.ts'
import { listLiveAlertsOf } from '../alerts/alerts-store.ts'
import { endCredentialAlarm } from '../alerts/watch-credential.ts'
import { openAlert, resolveAlert } from '../alerts/write-alert.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { clearSyncBreaker, findSyncBreaker, saveSyncBreaker, takeProbe } from './sync-breaker-store.ts'

type Needs = Pick<Deps, 'clock' | 'jobs'>

/** Consecutive tenants that fail for the same reason that could concern all: then it does. */
const mostAlike = 3
const probeEveryMs = minutes(5)

/** Whether syncs are stopped; then one tenant at a time is tried. */
export async function isSyncStopped(db: Db): Promise<boolean> {
  return (await findSyncBreaker(db))?.stoppedAt !== undefined
}

/** When a tenant can be read; undefined: now. While syncs are stopped, one at a time is let through as a probe. */
export async function waitUntil(deps: Pick<Deps, 'database' | 'clock'>): Promise<Date | undefined> {
  const { db } = deps.database
  const breaker = await findSyncBreaker(db)
  if (!breaker?.stoppedAt) return undefined
  const now = deps.clock()
  const nextAt = later(now, probeEveryMs)
  if (await takeProbe(db, now, nextAt)) return undefined
  return breaker.probeAt && breaker.probeAt > now ? breaker.probeAt : nextAt
}

/**
 * Opens the breaker with one alert at the third consecutive tenant that fails for the same reason; a success closes it. Only
 * a failure that is ours or Microsoft's counts: a tenant's own one says nothing about the others and ends the row. If it was
 * a probe, the next tenant is tried at once.
 */
export async function recordSyncResult(
  deps: Needs,
  tx: Tx,
  { tenantId, failure }: { tenantId: string; failure?: Outcome },
): Promise<void> {
  const breaker = await findSyncBreaker(tx)
  if (!failure) {
    if (!breaker) return
    await closeSyncBreaker(deps, tx)
    return endCredentialAlarm(deps, tx)
  }
  if (!isSharedTrouble(failure)) {
    if (breaker?.stoppedAt) await saveSyncBreaker(tx, { ...breaker, probeAt: deps.clock() })
    else if (breaker) await clearSyncBreaker(tx)
    return
  }
  if (breaker?.stoppedAt) return
  const alike = breaker?.outcome === failure.name ? breaker.tenantIds : []
  const tenantIds = [...new Set([...alike, tenantId])]
  const outcome = failure.name
  if (tenantIds.length < mostAlike) return saveSyncBreaker(tx, { outcome, tenantIds })
  const stoppedAt = deps.clock()
  await saveSyncBreaker(tx, { outcome, tenantIds, stoppedAt, probeAt: later(stoppedAt, probeEveryMs) })
  const facts = { outcome, count: String(tenantIds.length) }
  await openAlert(deps, tx, { condition: 'syncStopped', edition: outcome }, { detail: { facts } })
}

/** Closes the breaker at a person's request. If tenants still fail, the next three open it again. */
export async function resumeSync(
  deps: Needs & Pick<Deps, 'database'>,
  { by }: { by: Person },
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    if (!(await findSyncBreaker(tx))?.stoppedAt) return
    await closeSyncBreaker(deps, tx, by)
    await append(tx, { at: deps.clock(), actor: by, action: 'sync.resume', result: 'done' })
  })
}

async function closeSyncBreaker(deps: Needs, tx: Tx, by?: Person): Promise<void> {
  await clearSyncBreaker(tx)
  for (const alert of await listLiveAlertsOf(tx, null)) {
    if (alert.condition !== 'syncStopped') continue
    await resolveAlert(deps, tx, alert, by ? { because: 'resumed', by } : { because: 'recovered' })
  }
}
