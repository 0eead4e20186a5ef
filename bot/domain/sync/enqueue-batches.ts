import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Scope } from '../people/role-reading.ts'
import { enqueue, type Queues } from '../queues.ts'
import { syncableIdsAfter } from '../tenants/sync-times-store.ts'

type TenantBatch = Queues['sync.portion']

/** Tenants per transaction: enough to share its cost, few enough that it is short. */
export const batchSize = 16
/** Larger in a large run, where each commit waits for the disk and there are batches for every worker anyway. */
const largeBatchSize = 24
const largeFrom = 1_000
/** IDs kept in memory at once. */
const pageSize = 1_000

/** Splits tenants into batches, smaller ones if there are few tenants, so that they are read in parallel. */
export function inBatches(tenantIds: readonly string[], total = tenantIds.length): string[][] {
  const size =
    total >= largeFrom ? largeBatchSize : Math.min(batchSize, Math.max(1, Math.ceil(total / batchSize)))
  const batches: string[][] = []
  for (let from = 0; from < tenantIds.length; from += size) batches.push(tenantIds.slice(from, from + size))
  return batches
}

type JobDeps = Pick<Deps, 'jobs'>

export function enqueueBatch(deps: JobDeps, tx: Tx, data: TenantBatch, runAt: Date): Promise<void> {
  const key = `${data.tenantIds[0]}:${data.runId ?? 'schedule'}`
  return enqueue(deps.jobs, tx, { queue: 'sync.portion', key, data, runAt })
}

/** Enqueues every connected tenant of the scope once, those without a settled read first: they probably have changes. */
export async function enqueueRound(
  deps: JobDeps,
  tx: Tx,
  { runId, scope, total, at }: { runId: string; scope?: Scope | undefined; total: number; at: Date },
): Promise<void> {
  for (const isSettled of [false, true]) {
    let after = ''
    for (;;) {
      const ids = await syncableIdsAfter(tx, { isSettled, after, limit: pageSize, scope })
      for (const tenantIds of inBatches(ids, total)) {
        await enqueueBatch(deps, tx, { tenantIds, runId, manual: true }, at)
      }
      after = ids.at(-1) ?? ''
      if (ids.length < pageSize) break
    }
  }
}
