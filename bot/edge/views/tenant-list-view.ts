import type { Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import { listAttentionCorrections } from '#domain/grants/attention-corrections-store.ts'
import { type BoundSets, isBoundElsewhere, listBoundSets } from '#domain/grants/bound-sets.ts'
import type { GrantSummary } from '#domain/grants/grants-bulk-store.ts'
import type { GroupKey } from '#domain/grants/waiting-groups.ts'
import type { RoleReading } from '#domain/people/role-reading.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { currentRequirements } from '#domain/requirements/current-requirements.ts'
import { exceptedAs, worstOf } from '#domain/status/rank.ts'
import type { Status } from '#domain/status/status.ts'
import type { TenantSummary } from '#domain/tenants/tenant.ts'
import { listTenants, type TenantFilter } from '#domain/tenants/tenant-list-store.ts'
import type { Person } from '#platform/base/person.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import type { TenantListRow } from '../../../cards/tenant-line.ts'
import { type TenantListData, tenantListCard } from '../../../cards/tenant-list.ts'
import { readGrantsOf } from './grants-of-page.ts'
import { readWaitingGroup } from './next-actions-view.ts'
import { findingData, rightsOf, tenantRef } from './refs.ts'
import type { Viewer } from './tenant-view.ts'

const pageSize = 10

interface Wanted {
  filter: TenantFilter
  search?: string
  page: number
  /** Only the tenants that wait for this. */
  waiting?: GroupKey
}

/** One page of the matching tenants, worst first. A page past the end is the last one. */
export async function showTenantList(
  deps: Deps,
  { actor, turn }: Viewer,
  { notice, ...wanted }: Wanted & { notice?: Notice },
): Promise<Card> {
  const rights = rightsOf(actor, turn)
  return tenantListCard({ ...(await readTenantList(deps, actor, wanted)), rights, notice })
}

/** What the card of that page shows. */
export async function readTenantList(
  deps: Deps,
  actor: Person & RoleReading,
  { filter, search, page, waiting }: Wanted,
): Promise<Omit<TenantListData, 'rights' | 'notice'>> {
  const { db } = deps.database
  const scope = scopeOf(actor, 'viewer')
  const group = waiting && (await readWaitingGroup(deps, actor, 'viewer', waiting))
  const ids = waiting && (group?.tenants ?? []).map(({ id }) => id)
  const bound = await listBoundSets(deps, db)
  const corrections = await listAttentionCorrections(db, scope, bound)
  const read = (at: number) =>
    listTenants(db, { filter, search, scope, ids, corrections, limit: pageSize, offset: (at - 1) * pageSize })
  const first = await read(page)
  const lastPage = Math.max(1, Math.ceil(first.total / pageSize))
  const shown = Math.min(page, lastPage)
  const { tenants, total, counts, sharedNames } = shown === page ? first : await read(shown)
  const grants = await readGrantsOf(
    deps,
    tenants.map(({ id }) => id),
  )
  const requirements = await currentRequirements(deps, db)
  return {
    now: deps.clock(),
    filter,
    search,
    waiting,
    page: shown,
    total,
    pageSize,
    counts,
    rows: tenants.map((tenant) => ({
      tenant: tenantRef(tenant),
      isNameShared: sharedNames.has(tenant.id),
      state: tenant.state,
      checkedAt: tenant.checkedAt,
      ...grantsPart(deps, tenant, grants.get(tenant.id) ?? [], { requirements, bound }),
    })),
  }
}

interface PageFacts {
  requirements: readonly Requirement[]
  bound: BoundSets
}

/** Status, the problem of its worst set, and its blocks. What is used in another tenant can't be granted, so it isn't open. */
function grantsPart(
  { catalog }: Pick<Deps, 'catalog'>,
  { worst: stored, counts }: TenantSummary,
  grants: readonly GrantSummary[] | 'damaged',
  { requirements, bound }: PageFacts,
): Pick<TenantListRow, 'worst' | 'counts' | 'accepted' | 'finding' | 'blocks' | 'damaged'> {
  if (grants === 'damaged') return { worst: stored, counts, damaged: true }
  const shown = grants.filter((grant) => !isBoundElsewhere(bound, grant))
  const open = shown.filter(({ excepted }) => !excepted)
  const worst = worstOf(shown.map(({ status, excepted }) => (excepted ? exceptedAs : status))) ?? stored
  const first = open.find(({ status }) => status === worst)
  const requirement = requirements.find(({ setId }) => setId === first?.setId)
  const finding = first?.findings[0]
  const nameOf = (id: string): string => catalog.sets.find((set) => set.id === id)?.name ?? id
  const blocked = shown.filter(({ status }) => status === 'blocked')
  return {
    worst,
    counts: countStatuses(open.map(({ status }) => status)),
    accepted: shown.length - open.length,
    finding: finding && requirement && findingData(finding, requirement),
    blocks: blocked.map(({ setId, findings: [cause] }) => ({
      set: nameOf(setId),
      by: (cause?.code === 'BLOCKED_HERE' && cause.facts?.by) || '',
      ...(cause?.code === 'CLOSED_BY_DEFAULT' && { isClosed: true as const }),
    })),
  }
}

function countStatuses(statuses: readonly Status[]): Partial<Record<Status, number>> {
  const counts: Partial<Record<Status, number>> = {}
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
