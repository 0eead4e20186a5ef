import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Scope } from '../people/role-reading.ts'
import { enqueue, type Queues } from '../queues.ts'
import { syncableIdsAfter } from '../tenants/sync-times-store.ts'

type TenantBatch = Queues['sync.portion']

/** Tenants whose results are written together: enough to share a transaction, few enough to be written in a blink. */
export const batchSize = 16
/** In a large round there is enough for everybody, and each commit waits for the disk. */
const largeBatchSize = 24
const largeFrom = 1_000
/** Ids that are held in memory at once. */
const pageSize = 1_000

/** So many tenants in portions: a few tenants are not put together, so that all of them can be read at once. */
export function inBatches(tenantIds: readonly string[], total = tenantIds.length): string[][] {
  const size =
    total >= largeFrom ? largeBatchSize : Math.min(batchSize, Math.max(1, Math.ceil(total / batchSize)))
  const batches: string[][] = []
  for (let from = 0; from < tenantIds.length; from += size) batches.push(tenantIds.slice(from, from + size))
  return batches
}

export function enqueueBatch(
  { jobs }: Pick<Deps, 'jobs'>,
  tx: Tx,
  data: TenantBatch,
  runAt: Date,
): Promise<void> {
  const key = `${data.tenantIds[0]}:${data.runId ?? 'schedule'}`
  return enqueue(jobs, tx, { queue: 'sync.portion', key, data, runAt })
}

/** Every tenant of the scope that can be read, once; first those of which something is open or has changed. */
export async function enqueueRound(
  deps: Pick<Deps, 'jobs'>,
  tx: Tx,
  { runId, scope, total, at }: { runId: string; scope?: Scope | undefined; total: number; at: Date },
): Promise<void> {
  for (const withBaseline of [false, true]) {
    let after = ''
    for (;;) {
      const ids = await syncableIdsAfter(tx, { withBaseline, after, limit: pageSize, scope })
      for (const tenantIds of inBatches(ids, total)) {
        await enqueueBatch(deps, tx, { tenantIds, runId, manual: true }, at)
      }
      after = ids.at(-1) ?? ''
      if (ids.length < pageSize) break
    }
  }
}
