import type { Db } from '#platform/storage/database.ts'
import type { Scope } from '../people/role-reading.ts'
import type { Status } from '../status/status.ts'
import { countsFromJson } from './summary.ts'
import type { TenantState } from './tenant.ts'
import { inScope } from './tenants-store.ts'

interface FleetCounts {
  /** Sets of connected tenants by status. Those of the others are as old as their connection, so they are not counted. */
  sets: Partial<Record<Status, number>>
  /** Sets of connected tenants whose findings are accepted: in no status above. */
  excepted: number
  tenants: Readonly<Record<TenantState, number>>
}

/**
 * All sets and tenants of a scope in numbers. Reads the summaries of the tenants and none of their grants: 15 ms with 10,000
 * tenants on a machine that is busy with other things, where a page of the list takes 1 ms.
 */
export async function countFleet(db: Db, scope: Scope): Promise<FleetCounts> {
  const rows = await inScope(db, scope)
    .select((eb) => ['state', 'counts_json', eb.fn.countAll<number>().as('count')])
    .groupBy(['state', 'counts_json'])
    .execute()
  const tenants = { connecting: 0, connected: 0, lost: 0 }
  const sets: FleetCounts['sets'] = {}
  let allExcepted = 0
  for (const { state, counts_json, count } of rows) {
    tenants[state as TenantState] += count
    if (state !== 'connected') continue
    const { counts, excepted } = countsFromJson(counts_json)
    allExcepted += excepted * count
    for (const [status, n] of Object.entries(counts) as [Status, number][])
      sets[status] = (sets[status] ?? 0) + n * count
  }
  return { sets, tenants, excepted: allExcepted }
}

/** Of one set in connected tenants of a scope, except in some: how many by status, without what is accepted. */
export async function countSetOutside(
  db: Db,
  scope: Scope,
  { setId, except }: { setId: string; except: readonly string[] },
): Promise<{ status: Status; count: number }[]> {
  const rows = await inScope(db, scope)
    .innerJoin('grants', 'grants.tenant_id', 'tenants.id')
    .select((eb) => ['grants.status', eb.fn.countAll<number>().as('count')])
    .where('tenants.state', '=', 'connected')
    .where('grants.set_id', '=', setId)
    .where('grants.tenant_id', 'not in', ['', ...except])
    .where('grants.excepted', '=', 0)
    .groupBy('grants.status')
    .execute()
  return rows.map(({ status, count }) => ({ status: status as Status, count }))
}
