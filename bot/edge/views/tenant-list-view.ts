import type { Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import { DamagedGrantError } from '#domain/grants/grant-json.ts'
import { listGrants } from '#domain/grants/grants-store.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { currentRequirements } from '#domain/requirements/current-requirements.ts'
import type { TenantSummary } from '#domain/tenants/tenant.ts'
import { listTenants, type TenantFilter } from '#domain/tenants/tenant-list-store.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { type TenantListRow, tenantListCard } from '../../../cards/tenant-list.ts'
import { findingData, rightsOf, tenantRef } from './refs.ts'
import type { Viewer } from './tenant-view.ts'

const pageSize = 10

/** One page of the matching tenants, worst first. A page past the end is the last one. */
export async function showTenantList(
  deps: Deps,
  { actor, turn }: Viewer,
  { filter, search, page, notice }: { filter: TenantFilter; search?: string; page: number; notice?: Notice },
): Promise<Card> {
  const { db } = deps.database
  const scope = scopeOf(actor, 'viewer')
  const read = (at: number) =>
    listTenants(db, { filter, search, scope, limit: pageSize, offset: (at - 1) * pageSize })
  const first = await read(page)
  const lastPage = Math.max(1, Math.ceil(first.total / pageSize))
  const shown = Math.min(page, lastPage)
  const { tenants, total, counts } = shown === page ? first : await read(shown)
  const requirements = await currentRequirements(deps, db)
  const rows: TenantListRow[] = []
  for (const tenant of tenants) rows.push(await tenantRow(deps, tenant, requirements))
  return tenantListCard({
    now: deps.clock(),
    filter,
    search,
    page: shown,
    total,
    pageSize,
    counts,
    rows,
    rights: rightsOf(actor, turn),
    notice,
  })
}

async function tenantRow(
  deps: Deps,
  tenant: TenantSummary,
  requirements: readonly Requirement[],
): Promise<TenantListRow> {
  return {
    tenant: tenantRef(tenant),
    state: tenant.state,
    worst: tenant.worst,
    counts: tenant.counts,
    checkedAt: tenant.checkedAt,
    ...(await findingOf(deps, tenant, requirements)),
  }
}

/** The problem of its worst set. A tenant with damaged rows must not hide the others. */
async function findingOf(
  deps: Deps,
  tenant: TenantSummary,
  requirements: readonly Requirement[],
): Promise<Pick<TenantListRow, 'finding' | 'damaged'>> {
  try {
    const grants = await listGrants(deps.database.db, tenant.id)
    const worst = grants.find((grant) => grant.status === tenant.worst)
    const requirement = requirements.find((each) => each.setId === worst?.setId)
    const finding = worst?.findings[0]
    return { finding: finding && requirement && findingData(finding, requirement) }
  } catch (error) {
    if (!(error instanceof DamagedGrantError)) throw error
    deps.log.error({ tenantId: tenant.id, error }, 'a stored grant is damaged')
    return { damaged: true }
  }
}
