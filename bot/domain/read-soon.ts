import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import { enqueue } from './queues.ts'

/**
 * Schedules one read of a tenant, outside of any run. Replaces a read of it that is still waiting. `manual`: because a person
 * acted, so apps that only the schedule refreshes are not refreshed.
 */
export function readSoon(
  jobs: Jobs,
  tx: Tx,
  tenantId: string,
  { runAt, manual }: { runAt: Date; manual: boolean },
): Promise<void> {
  const data = { tenantId, manual }
  return enqueue(jobs, tx, { queue: 'sync.tenant', key: tenantId, data, runAt })
}
