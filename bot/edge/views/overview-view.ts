import type { Deps } from '#domain/deps.ts'
import { listAttentionCorrections } from '#domain/grants/attention-corrections-store.ts'
import { type BoundSets, boundStatuses, isBoundElsewhere, listBoundSets } from '#domain/grants/bound-sets.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { scopeOf } from '#domain/people/scope.ts'
import type { Status } from '#domain/status/status.ts'
import { countFleet, countSetOutside } from '#domain/tenants/fleet-store.ts'
import type { TenantSummary } from '#domain/tenants/tenant.ts'
import { listTenants } from '#domain/tenants/tenant-list-store.ts'
import type { Db } from '#platform/storage/database.ts'
import { type OverviewRow, overviewCard } from '../../../cards/overview.ts'
import type { Card } from '../../../cards/render.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { readGrantsOf } from './grants-of-page.ts'
import { setRef, tenantRef } from './refs.ts'

const pageSize = 10

/** The tenants that the person can see against all sets, worst first. A page past the end is the last one. */
export async function showOverview(
  deps: Deps,
  actor: Actor,
  { page, firstSet }: { page: number; firstSet: number },
): Promise<Card> {
  const { db } = deps.database
  const scope = scopeOf(actor, 'viewer')
  const fleet = await countFleet(db, scope)
  const total = fleet.tenants.connected + fleet.tenants.connecting + fleet.tenants.lost
  const shown = Math.min(page, Math.max(1, Math.ceil(total / pageSize)))
  const bound = await listBoundSets(deps, db)
  const corrections = await listAttentionCorrections(db, scope, bound)
  const request = {
    filter: 'all',
    scope,
    corrections,
    limit: pageSize,
    offset: (shown - 1) * pageSize,
  } as const
  const { tenants, counts } = await listTenants(db, request)
  const grants = await readGrantsOf(
    deps,
    tenants.map(({ id }) => id),
  )
  const elsewhere = await countElsewhere(db, scope, bound)
  return overviewCard({
    sets: deps.catalog.sets.map(setRef),
    firstSet,
    rows: tenants.map((tenant) => rowOf(tenant, grants.get(tenant.id) ?? [], bound)),
    page: shown,
    pageSize,
    total,
    needsAction: counts.needsAction,
    counts: without(fleet.sets, elsewhere),
    elsewhere: elsewhere.reduce((sum, { count }) => sum + count, 0),
    accepted: fleet.excepted,
    connecting: fleet.tenants.connecting,
    lost: fleet.tenants.lost,
  })
}

type PageGrants = Awaited<ReturnType<typeof readGrantsOf>> extends ReadonlyMap<string, infer G> ? G : never

function rowOf(tenant: TenantSummary, grants: PageGrants, bound: BoundSets): OverviewRow {
  const row = { tenant: tenantRef(tenant), state: tenant.state, worst: tenant.worst }
  if (grants === 'damaged') return { ...row, damaged: true, statuses: {} }
  const elsewhere = grants.filter((grant) => isBoundElsewhere(bound, grant))
  return {
    ...row,
    statuses: Object.fromEntries(grants.map(({ setId, status }) => [setId, status])),
    elsewhere: new Set(elsewhere.map(({ setId }) => setId)),
    accepted: new Set(grants.filter(({ excepted }) => excepted).map(({ setId }) => setId)),
  }
}

type StatusCounts = readonly { status: Status; count: number }[]

/** Sets that can't be granted where they are, by the status that they have there. */
async function countElsewhere(db: Db, scope: Scope, bound: BoundSets): Promise<StatusCounts> {
  const counted: StatusCounts[] = []
  for (const [setId, [first = [], ...others]] of bound) {
    const except = first.filter((id) => others.every((open) => open.includes(id)))
    counted.push(await countSetOutside(db, scope, { setId, except }))
  }
  return counted.flat().filter(({ status }) => boundStatuses.has(status))
}

function without(counts: Partial<Record<Status, number>>, elsewhere: StatusCounts): typeof counts {
  const rest = { ...counts }
  for (const { status, count } of elsewhere) rest[status] = Math.max(0, (rest[status] ?? 0) - count)
  return rest
}
