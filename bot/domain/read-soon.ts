import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import { enqueue } from './queues.ts'

/** Lets one tenant be read at `at`, outside of any run. Asking twice before it happens is one read. */
export function readSoon(jobs: Jobs, tx: Tx, tenantId: string, at: Date): Promise<void> {
  return enqueue(jobs, tx, {
    queue: 'sync.tenant',
    key: tenantId,
    data: { tenantId, manual: false },
    runAt: at,
  })
}
