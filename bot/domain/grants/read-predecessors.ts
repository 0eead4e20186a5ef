import { hours, later } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { presenceOf, readPresence } from '../directory/presence.ts'
import { enqueue } from '../queues.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { comparePermissions, type Extra } from '../status/compare-permissions.ts'
import type { Predecessor } from '../status/memory.ts'
import { changeGrant } from './change-grant.ts'
import type { Grant } from './grant.ts'
import { listGrants } from './grants-store.ts'

type Needs = Pick<
  Deps,
  'database' | 'directory' | 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'react'
>

/** Names listed of what one holds; `count` has the number of all. */
const namesKept = 20

/**
 * Reads what the former apps in a tenant still hold, and schedules itself again for the next day while there are any. Not
 * part of a sync: with two parts for each former app, its batch would not be one request any more.
 */
export async function readPredecessors(deps: Needs, { tenantId }: { tenantId: string }): Promise<Commit> {
  const appIds = appIdsOf(await listGrants(deps.database.db, tenantId))
  if (appIds.length === 0) return async () => {}
  const read = await readPresence(deps.directory, tenantId, appIds)
  return async (tx) => {
    const grants = (await listGrants(tx, tenantId)).filter(({ memory }) => memory.predecessors)
    for (const grant of grants) await noteHeld(deps, tx, grant, read)
    if (grants.length > 0) await readPredecessorsAt(deps, tx, tenantId, later(deps.clock(), hours(24)))
  }
}

/** Replaces a read of them that is still waiting. */
export function readPredecessorsAt(
  { jobs }: Pick<Deps, 'jobs'>,
  tx: Tx,
  tenantId: string,
  runAt: Date,
): Promise<void> {
  return enqueue(jobs, tx, { queue: 'predecessors.read', key: tenantId, data: { tenantId }, runAt })
}

const appIdsOf = (grants: readonly Grant[]): string[] => [
  ...new Set(grants.flatMap(({ memory }) => memory.predecessors?.map(({ appId }) => appId) ?? [])),
]

async function noteHeld(deps: Needs, tx: Tx, grant: Grant, read: TenantRead): Promise<void> {
  if (read.connection !== 'ok') return
  const predecessors = grant.memory.predecessors?.map((one) => withHeld(one, read))
  const requirement = await getRequirement(deps, tx, grant.setId)
  await changeGrant(deps, tx, requirement, grant, { ...grant.memory, predecessors })
}

/** What could not be read stays as it was known. That one is gone, only the syncs say. */
function withHeld(one: Predecessor, { sets, at }: Extract<TenantRead, { connection: 'ok' }>): Predecessor {
  const result = sets[one.appId]
  if (!result?.read || result.value.servicePrincipal?.id !== one.objectId) return one
  const extras = heldBy(one.appId, result.value)
  const names = extras.slice(0, namesKept).map(({ name }) => name)
  const tierZero = extras.filter(({ tier }) => tier === 0).length
  return { ...one, held: { at, count: extras.length, names, tierZero } }
}

/** Nothing of it is required any more. */
const heldBy = (clientId: string, facts: SetFacts): readonly Extra[] =>
  comparePermissions(presenceOf(clientId), facts).extras
