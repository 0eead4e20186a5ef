import type { Commit } from '#platform/jobs/jobs.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Queues } from '../queues.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { countInRun } from './count-in-run.ts'
import { readByItself } from './read-by-itself.ts'
import { recordTenant } from './record-tenant.ts'
import { recordSyncResult, waitUntil } from './sync-breaker.ts'
import { getRun } from './sync-runs-store.ts'

type Needs = Pick<
  Deps,
  'database' | 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'directory' | 'react'
>

/** A tenant that is put off more often is left to the next round. */
const mostTries = 3

/**
 * Reads one tenant by itself and writes down what it taught; one tenant's failure is that tenant's, and counts in its run.
 * Somebody waits for it, or reading it among others took too long.
 */
export async function syncTenant(deps: Needs, data: Queues['sync.tenant']): Promise<Commit> {
  const { tenantId, runId, manual } = data
  const run = runId ? await getRun(deps.database.db, runId) : undefined
  if (run && run.state !== 'running') return async () => {}
  // Who asks for one tenant gets it read, whatever became of others.
  if (!run?.tenantId) {
    const throttledUntil = deps.directory.throttledUntil(tenantId)
    if (throttledUntil) return (tx) => defer(deps, tx, data, throttledUntil)
    const waitsUntil = await waitUntil(deps)
    if (waitsUntil) return (tx) => readByItself(deps, tx, data, waitsUntil)
  }
  const read = await deps.directory.readTenant(tenantId, await currentRequirements(deps, deps.database.db))
  return async (tx) => {
    // Another list may be required by now; what was read is held against that one.
    const requirements = await currentRequirements(deps, tx)
    const counted = await recordTenant(deps, tx, { tenantId, read, manual, requirements })
    await recordSyncResult(deps, tx, {
      tenantId,
      failure: read.connection === 'ok' ? undefined : read.outcome,
    })
    if (runId) await countInRun(deps, tx, runId, [counted])
  }
}

/** Microsoft wants the tenant to be left alone. A round does not wait for it for ever. */
async function defer(deps: Needs, tx: Tx, data: Queues['sync.tenant'], until: Date): Promise<void> {
  const { tenantId, runId, tries = 0 } = data
  if (tries < mostTries) return readByItself(deps, tx, { ...data, tries: tries + 1 }, until)
  const failure = makeOutcome('graph', 'graphThrottled')
  if (runId) await countInRun(deps, tx, runId, [{ tenantId, failure, changed: 0 }])
}
