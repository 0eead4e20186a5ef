import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Queues } from '../queues.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { listSettledDigests } from '../tenants/settled-reads-store.ts'
import { enqueueBatch } from './enqueue-batches.ts'
import { readByItself } from './read-by-itself.ts'
import { recordBatch } from './record-batch.ts'
import { evaluationKey, type RecordDeps } from './record-tenant.ts'
import { isSyncStopped, waitUntil } from './sync-breaker.ts'
import { getRun } from './sync-runs-store.ts'

type Needs = RecordDeps & Pick<Deps, 'database' | 'directory'>
type TenantBatch = Queues['sync.portion']

/**
 * Reads a batch of tenants in parallel and stores the results in one transaction. Most are unchanged, and one statement
 * stores their time. After a crash only the reads are repeated. Slow or throttled tenants are read by themselves later, and
 * so are all if the batch could not be stored.
 */
export async function syncBatch(
  deps: Needs,
  batch: TenantBatch,
  { attempts }: { attempts: number },
): Promise<Commit> {
  const { db } = deps.database
  if (batch.runId && (await getRun(db, batch.runId)).state !== 'running') return async () => {}
  const waitsUntil = deps.directory.throttledUntil() ?? (await waitUntil(deps))
  if (waitsUntil) return (tx) => enqueueBatch(deps, tx, batch, waitsUntil)
  if (attempts > 1) return (tx) => readApart(deps, tx, batch)
  const [tried, rest] = (await isSyncStopped(db))
    ? [batch.tenantIds.slice(0, 1), batch.tenantIds.slice(1)]
    : [batch.tenantIds, []]
  const requirements = await currentRequirements(deps, db)
  const key = evaluationKey(deps, requirements)
  const known = await listSettledDigests(db, tried, key)
  const reads = await Promise.all(
    tried.map(async (tenantId) => ({
      tenantId,
      read: await deps.directory.readTenantAgain(tenantId, requirements, known.get(tenantId)),
    })),
  )
  return async (tx) => {
    await recordBatch(deps, tx, { ...batch, reads, evaluationKey: key })
    if (rest.length > 0) await enqueueBatch(deps, tx, { ...batch, tenantIds: rest }, deps.clock())
  }
}

/** Reads every tenant by itself, so that one that fails to be stored no longer affects the others. */
async function readApart(deps: Needs, tx: Tx, { tenantIds, ...rest }: TenantBatch): Promise<void> {
  for (const tenantId of tenantIds) await readByItself(deps, tx, { tenantId, ...rest }, deps.clock())
}
