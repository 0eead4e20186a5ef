import { hash } from 'node:crypto'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Db, Tx } from '#platform/storage/database.ts'
import { findMark, saveMark } from '#platform/storage/marks-store.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { Grant } from '../grants/grant.ts'
import { listGrantsOf } from '../grants/grants-bulk-store.ts'
import { enqueue, type Queues } from '../queues.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { evaluateStatus } from '../status/evaluate-status.ts'
import { tenantIdsAfter } from '../tenants/tenants-store.ts'
import { noteAll } from './note-access.ts'
import type { NotedGrant } from './noted-grant.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules' | 'catalog' | 'clientIds' | 'jobs'>

/** Tenants per transaction: few enough that neither a click nor the first answer of a start waits long for it. */
const batchSize = 20
const mark = 'events.compared'

/**
 * Another version, catalog, or configuration can answer differently about grants that nobody changed: at startup, what it says is
 * compared with what was told, once for each. It also tells of what was there before there were events.
 */
export async function scheduleCompareAccess(deps: Needs, tx: Tx): Promise<void> {
  if ((await findMark(tx, mark)) === (await keyOf(deps, tx))) return
  await enqueue(deps.jobs, tx, { queue: 'access.compare', key: 'only', data: {}, runAt: deps.clock() })
}

/** One batch of tenants per job. */
export async function compareAccess(deps: Needs, { after = '' }: Queues['access.compare']): Promise<Commit> {
  return async (tx) => {
    const tenantIds = await tenantIdsAfter(tx, after, batchSize)
    const requirements = await currentRequirements(deps, tx)
    const grants = await listGrantsOf(tx, tenantIds)
    noteAll(
      deps,
      tx,
      [...grants.values()].flat().map((grant) => asAnswered(deps, requirements, grant)),
    )
    const last = tenantIds.at(-1)
    if (last === undefined || tenantIds.length < batchSize) return saveMark(tx, mark, await keyOf(deps, tx))
    const job = { queue: 'access.compare', key: 'only', data: { after: last }, runAt: deps.clock() } as const
    await enqueue(deps.jobs, tx, job)
  }
}

/** With the status that was stored, and the access that it means now. */
function asAnswered({ clock, rules }: Needs, requirements: readonly Requirement[], grant: Grant): NotedGrant {
  const { tenantId, setId, memory } = grant
  const requirement = requirements.find((each) => each.setId === setId)
  if (!requirement) return { tenantId, setId, blocked: memory.blocked }
  const { usable, findings } = evaluateStatus({ requirement, memory, now: clock(), maxAgeMs: rules.maxAgeMs })
  return { tenantId, setId, is: { ...grant, usable, findings } }
}

/** Equal keys, equal answers. */
async function keyOf(deps: Needs, db: Db): Promise<string> {
  const lists = (await currentRequirements(deps, db)).map(({ readAt: _, ...list }) => list)
  return hash('sha256', JSON.stringify([deps.rules.program, deps.catalog.apps, lists]), 'base64url')
}
