import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { Queues } from '../queues.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { listBaselines } from '../tenants/baselines-store.ts'
import { enqueueBatch } from './enqueue-batches.ts'
import { readByItself } from './read-by-itself.ts'
import { type BatchedRead, recordBatch } from './record-batch.ts'
import { keyOfRequired } from './record-tenant.ts'
import { isSyncStopped, waitUntil } from './sync-breaker.ts'
import { getRun } from './sync-runs-store.ts'

type Needs = Pick<
  Deps,
  'database' | 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'directory' | 'react'
>
type TenantBatch = Queues['sync.portion']

/**
 * Reads some tenants at once and writes what they told in one transaction: most tell what they told before, and then one
 * statement notes the time for all of them. A crash repeats the reading only. Whoever is slow or to be left alone is read
 * by itself later, and so is everybody if the portion as a whole could not be written.
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
  const reads = await readBatch(deps, tried, requirements)
  return async (tx) => {
    await recordBatch(deps, tx, { ...batch, reads, judgedBy: keyOfRequired(deps, requirements) })
    if (rest.length > 0) await enqueueBatch(deps, tx, { ...batch, tenantIds: rest }, deps.clock())
  }
}

async function readBatch(
  deps: Needs,
  tenantIds: readonly string[],
  requirements: readonly Requirement[],
): Promise<BatchedRead[]> {
  const key = keyOfRequired(deps, requirements)
  const known = await listBaselines(deps.database.db, tenantIds, key)
  return Promise.all(
    tenantIds.map(async (tenantId) => ({
      tenantId,
      read: await deps.directory.readTenantAgain(tenantId, requirements, known.get(tenantId)),
    })),
  )
}

/** What one tenant has done to the others of its portion must not happen again. */
async function readApart(deps: Needs, tx: Tx, { tenantIds, ...rest }: TenantBatch): Promise<void> {
  for (const tenantId of tenantIds) await readByItself(deps, tx, { tenantId, ...rest }, deps.clock())
}
