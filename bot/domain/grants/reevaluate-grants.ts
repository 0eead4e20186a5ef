import type { Commit } from '#platform/jobs/jobs.ts'
import type { Deps } from '../deps.ts'
import { enqueue, type Queues } from '../queues.ts'
import { readSoon } from '../read-soon.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { tenantIdsAfter } from '../tenants/tenants-store.ts'
import { appendStatusChange, changeGrant } from './change-grant.ts'
import { findGrant } from './grants-store.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules' | 'catalog' | 'clientIds' | 'jobs' | 'react'>

/** Tenants per transaction: few enough that a click never waits long for it. */
const batchSize = 100

/** Evaluates one set in every tenant by a changed requirement, from stored facts, one batch of tenants per job. */
export async function reevaluateGrants(
  deps: Needs,
  { setId, after }: Queues['grants.reevaluate'],
): Promise<Commit> {
  const tenantIds = await tenantIdsAfter(deps.database.db, after ?? '', batchSize)
  return async (tx) => {
    const requirement = await getRequirement(deps, tx, setId)
    for (const tenantId of tenantIds) {
      const old = await findGrant(tx, tenantId, setId)
      if (!old) continue
      const change = await changeGrant(deps, tx, requirement, old, old.memory)
      if (!change) continue
      // The stored facts lack an API that is new to the set; the next read has it.
      await readSoon(deps.jobs, tx, tenantId, { runAt: deps.clock(), manual: false })
      await appendStatusChange(tx, { tenantId, change, at: deps.clock(), because: 'requirement' })
    }
    const last = tenantIds.at(-1)
    if (!last || tenantIds.length < batchSize) return deps.react.requirementApplied(tx, setId)
    const data = { setId, after: last }
    await enqueue(deps.jobs, tx, { queue: 'grants.reevaluate', key: setId, data, runAt: deps.clock() })
  }
}
