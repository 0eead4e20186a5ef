import { settleLinks } from '../consent/settle-links.ts'
import type { Deps } from '../deps.ts'
import { recordRead } from '../grants/record-read.ts'
import type { TenantRead } from '../graph/facts.ts'
import type { Outcome } from '../graph/outcome.ts'
import type { Commit, Tx } from '../jobs/jobs.ts'
import { enqueue, type Queues } from '../jobs/queues.ts'
import { readSoon } from '../jobs/read-soon.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { later, seconds } from '../time.ts'
import { countInRun } from './count-in-run.ts'
import { guardRound, waitUntil } from './guard-round.ts'
import { noteRefreshedApps } from './refreshed-apps.ts'
import { getRun } from './sync-runs-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'directory'>

/** A little more than the minute after which a second read may confirm a loss. */
const confirmAfterMs = seconds(61)

/** Reads one tenant and writes down what it taught; one tenant's failure is that tenant's, and counts in its run. */
export async function syncTenant(
  deps: Needs,
  { tenantId, runId, manual }: Queues['sync.tenant'],
): Promise<Commit> {
  const run = runId ? await getRun(deps.database.db, runId) : undefined
  if (run && run.state !== 'running') return async () => {}
  // Who asks for one tenant gets it read, whatever became of others.
  const waitsUntil = run?.tenantId ? undefined : await waitUntil(deps)
  if (waitsUntil) return (tx) => tryLater(deps, tx, { tenantId, runId, manual }, waitsUntil)
  const read = await deps.directory.readTenant(tenantId, await currentRequirements(deps, deps.database.db))
  return async (tx) => {
    // Another list may be required by now; what was read is held against that one.
    const requirements = await currentRequirements(deps, tx)
    const { changes, lossPending } = await recordRead(deps, tx, { tenantId, read, requirements })
    await guardRound(deps, tx, { tenantId, failure: read.connection === 'ok' ? undefined : read.outcome })
    await settleLinks(deps, tx, tenantId, requirements)
    if (read.connection === 'ok') await noteRefreshedApps(deps, tx, { tenantId, manual, at: read.at })
    if (lossPending) await readSoon(deps.jobs, tx, tenantId, later(read.at, confirmAfterMs))
    if (runId)
      await countInRun(deps, tx, { runId, tenantId, failure: failureOf(read), changed: changes.length })
  }
}

/** The same job under the same key. */
function tryLater({ jobs }: Needs, tx: Tx, data: Queues['sync.tenant'], runAt: Date): Promise<void> {
  const key = data.runId ? `${data.tenantId}:${data.runId}` : data.tenantId
  return enqueue(jobs, tx, { queue: 'sync.tenant', key, data, runAt })
}

/** The first reason why something in this tenant could not be read, or undefined when all was. */
function failureOf(read: TenantRead): Outcome | undefined {
  if (read.connection !== 'ok') return read.outcome
  for (const part of Object.values(read.sets)) if (!part.read) return part.outcome
  return undefined
}
