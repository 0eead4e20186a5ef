import type { Person } from '#platform/base/person.ts'
import { later, minutes } from '#platform/base/time.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { Db, Tx } from '#platform/storage/database.ts'
import { listLiveAlertsOf } from '../alerts/alerts-store.ts'
import { openAlert, resolveAlert } from '../alerts/write-alert.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { clearSyncBreaker, findSyncBreaker, saveSyncBreaker, takeProbe } from './sync-breaker-store.ts'

type Needs = Pick<Deps, 'clock' | 'jobs'>

/** So many tenants in a row that fail alike are no trouble of theirs. */
const mostAlike = 3
const probeEveryMs = minutes(5)

/** While the round waits tenants are tried one by one. */
export async function isSyncStopped(db: Db): Promise<boolean> {
  return (await findSyncBreaker(db))?.stoppedAt !== undefined
}

/** When a tenant of the round may be tried; undefined: now. While the round waits, one tenant at a time is. */
export async function waitUntil({
  database,
  clock,
}: Pick<Deps, 'database' | 'clock'>): Promise<Date | undefined> {
  const breaker = await findSyncBreaker(database.db)
  if (!breaker?.stoppedAt) return undefined
  const now = clock()
  const nextAt = later(now, probeEveryMs)
  if (await takeProbe(database.db, now, nextAt)) return undefined
  return breaker.probeAt && breaker.probeAt > now ? breaker.probeAt : nextAt
}

/**
 * After a tenant was tried: the third in a row that fails alike stops the round with one alarm, the first that can be read
 * lets it go on.
 */
export async function recordSyncResult(
  deps: Needs,
  tx: Tx,
  { tenantId, failure }: { tenantId: string; failure?: Outcome },
): Promise<void> {
  const breaker = await findSyncBreaker(tx)
  if (!failure) {
    if (breaker) await closeSyncBreaker(deps, tx)
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

/** Somebody says that the round shall go on; if it is no better, the next three stop it again. */
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
