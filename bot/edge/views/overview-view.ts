import type { Deps } from '#domain/deps.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { countFleet } from '#domain/tenants/fleet-store.ts'
import type { TenantSummary } from '#domain/tenants/tenant.ts'
import { listTenants } from '#domain/tenants/tenant-list-store.ts'
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
  const request = { filter: 'all', scope, limit: pageSize, offset: (shown - 1) * pageSize } as const
  const { tenants, counts } = await listTenants(db, request)
  const grants = await readGrantsOf(
    deps,
    tenants.map(({ id }) => id),
  )
  return overviewCard({
    sets: deps.catalog.sets.map(setRef),
    firstSet,
    rows: tenants.map((tenant) => rowOf(tenant, grants.get(tenant.id) ?? [])),
    page: shown,
    pageSize,
    total,
    needsAction: counts.needsAction,
    counts: fleet.sets,
    connecting: fleet.tenants.connecting,
    lost: fleet.tenants.lost,
  })
}

type PageGrants = Awaited<ReturnType<typeof readGrantsOf>> extends ReadonlyMap<string, infer G> ? G : never

function rowOf(tenant: TenantSummary, grants: PageGrants): OverviewRow {
  const row = { tenant: tenantRef(tenant), state: tenant.state, worst: tenant.worst }
  if (grants === 'damaged') return { ...row, damaged: true, statuses: {} }
  return { ...row, statuses: Object.fromEntries(grants.map(({ setId, status }) => [setId, status])) }
}
