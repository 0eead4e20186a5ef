import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue, type Queues } from '../queues.ts'

/** Enqueues the read of one tenant outside of a batch. One job per tenant and run. */
export function readByItself(
  { jobs }: Pick<Deps, 'jobs'>,
  tx: Tx,
  data: Queues['sync.tenant'],
  runAt: Date,
): Promise<void> {
  const key = data.runId ? `${data.tenantId}:${data.runId}` : data.tenantId
  return enqueue(jobs, tx, { queue: 'sync.tenant', key, data, runAt })
}
