import type { Commit } from '#platform/jobs/jobs.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Queues } from '../queues.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { countInRun } from './count-in-run.ts'
import { readByItself } from './read-by-itself.ts'
import { type RecordDeps, recordTenant } from './record-tenant.ts'
import { recordSyncResult, waitUntil } from './sync-breaker.ts'
import { getRun } from './sync-runs-store.ts'

type Needs = RecordDeps & Pick<Deps, 'database' | 'directory'>

/** How often a throttled tenant is deferred before it counts as failed in its run. */
const mostTries = 3

/** Reads one tenant by itself and stores the result: a person waits for it, or reading it in a batch took too long. */
export async function syncTenant(deps: Needs, data: Queues['sync.tenant']): Promise<Commit> {
  const { tenantId, runId } = data
  const run = runId ? await getRun(deps.database.db, runId) : undefined
  if (run && run.state !== 'running') return async () => {}
  // A run of one tenant is never deferred.
  if (!run?.tenantId) {
    const throttledUntil = deps.directory.throttledUntil(tenantId)
    if (throttledUntil) return (tx) => defer(deps, tx, data, throttledUntil)
    const waitsUntil = await waitUntil(deps)
    if (waitsUntil) return (tx) => readByItself(deps, tx, data, waitsUntil)
  }
  return readTenantNow(deps, data)
}

/** Reads the tenant without waiting for anything that would defer it; the commit stores the result. */
export async function readTenantNow(
  deps: Needs,
  { tenantId, runId, manual }: Queues['sync.tenant'],
): Promise<Commit> {
  const read = await deps.directory.readTenant(tenantId, await currentRequirements(deps, deps.database.db))
  return async (tx) => {
    // The requirements may have changed meanwhile; the read is evaluated by the new ones.
    const requirements = await currentRequirements(deps, tx)
    const counted = await recordTenant(deps, tx, { tenantId, read, manual, requirements })
    const failure = read.connection === 'ok' ? undefined : read.outcome
    await recordSyncResult(deps, tx, { tenantId, failure })
    if (runId) await countInRun(deps, tx, runId, [counted])
  }
}

/** Reads a throttled tenant later. After `mostTries` it counts as failed, so that the run ends. */
async function defer(deps: Needs, tx: Tx, data: Queues['sync.tenant'], until: Date): Promise<void> {
  const { tenantId, runId, tries = 0 } = data
  if (tries < mostTries) return readByItself(deps, tx, { ...data, tries: tries + 1 }, until)
  const failure = makeOutcome('graph', 'graphThrottled')
  if (runId) await countInRun(deps, tx, runId, [{ tenantId, failure, changed: 0 }])
}
