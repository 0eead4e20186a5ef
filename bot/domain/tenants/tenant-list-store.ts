import { type SelectQueryBuilder, sql } from 'kysely'
import { tenantNameOf } from '#platform/microsoft/read-tenant-text.ts'
import { contains } from '#platform/storage/contains.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import { foldText } from '#platform/text/fold-text.ts'
import type { Scope } from '../people/role-reading.ts'
import { attentionOf, lastThatNeedsAction, needsAction, statusAt } from '../status/rank.ts'
import type { Status } from '../status/status.ts'
import { countsFromJson } from './summary.ts'
import type { AttentionCorrection, TenantSummary } from './tenant.ts'
import { inScope, tenantFromRow } from './tenants-store.ts'

export const tenantFilters = ['all', 'needsAction', 'error', 'blocked'] as const
export type TenantFilter = (typeof tenantFilters)[number]

export interface TenantListRequest {
  filter: TenantFilter
  /** Part of a name or domain, or a whole tenant id. */
  search?: string
  /** Tenants outside are neither listed nor counted. Default: all. */
  scope?: Scope
  /** Only these. */
  ids?: readonly string[]
  /** Tenants that stand elsewhere than they are summarized. */
  corrections?: ReadonlyMap<string, AttentionCorrection>
  limit: number
  offset: number
}

interface TenantList {
  /** One page, worst status first, then by name. */
  tenants: TenantSummary[]
  /** Tenants that match filter and search, on all pages. */
  total: number
  /** Tenants on this page whose name another tenant of the scope has as well. */
  sharedNames: ReadonlySet<string>
  /** Tenants per filter, regardless of the search. */
  counts: Readonly<Record<TenantFilter, number>>
}

type Tenants = SelectQueryBuilder<Schema, 'tenants', unknown>

/**
 * One page of the tenant list. `blocked` lists every tenant with a blocked set, even if another set is worse.
 * Takes 0.6 ms with 5,000 tenants, mostly for the counts; a search reads all names.
 */
export async function listTenants(db: Db, request: TenantListRequest): Promise<TenantList> {
  const { limit, offset, filter, ids, scope = 'all', corrections = none } = request
  const { name, named, isTakenOut } = tenantNameOf(request.search ?? '')
  const search = foldText(isTakenOut && named !== undefined ? named : name)
  const matching = searched(
    without(filtered(among(inScope(db, scope), ids), filter), filter, corrections),
    search,
  )
  const rows = await matching
    .selectAll()
    .orderBy(corrections.size === 0 ? 'attention' : placeOf(corrections))
    .orderBy('name_key')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  const tenants = rows.map((row) => ({
    ...tenantFromRow(row),
    worst: corrections.get(row.id)?.worst ?? statusAt(row.attention),
    ...countsFromJson(row.counts_json),
  }))
  const sharedNames = await findSharedNames(db, scope, rows)
  const counts = await countTenantsByFilter(db, scope, corrections)
  return {
    tenants,
    sharedNames,
    total: search === '' && !ids ? counts[filter] : await countOf(matching),
    counts,
  }
}

/** How many tenants of the scope each filter shows. */
export async function countTenantsByFilter(
  db: Db,
  scope: Scope,
  corrections: ReadonlyMap<string, AttentionCorrection> = none,
): Promise<TenantList['counts']> {
  const rows = await inScope(db, scope)
    .select((eb) => ['attention', 'any_blocked', eb.fn.countAll<number>().as('count')])
    .groupBy(['attention', 'any_blocked'])
    .execute()
  const countWhere = (fits: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(fits).reduce((sum, row) => sum + row.count, 0)
  return {
    all: countWhere(() => true),
    needsAction:
      countWhere((row) => needsAction(statusAt(row.attention))) - leftOut('needsAction', corrections).length,
    error: countWhere((row) => row.attention === attentionOf('error')) - leftOut('error', corrections).length,
    blocked: countWhere((row) => row.any_blocked === 1),
  }
}

/** Ids of those among the rows that somebody could take for another tenant by their names. */
async function findSharedNames(
  db: Db,
  scope: Scope,
  rows: readonly { id: string; name_key: string }[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const keys = [...new Set(rows.map((row) => row.name_key))]
  const shared = await inScope(db, scope)
    .select('name_key')
    .where('name_key', 'in', keys)
    .groupBy('name_key')
    .having((eb) => eb(eb.fn.countAll<number>(), '>', 1))
    .execute()
  const names = new Set(shared.map((row) => row.name_key))
  return new Set(rows.filter((row) => names.has(row.name_key)).map((row) => row.id))
}

async function countOf(query: Tenants): Promise<number> {
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return count
}

/** Ids as one list that is never empty, which PostgreSQL refuses. */
const among = (query: Tenants, ids: readonly string[] | undefined): Tenants =>
  ids ? query.where('id', 'in', ids.length > 0 ? [...ids] : ['']) : query

function filtered(query: Tenants, filter: TenantFilter): Tenants {
  switch (filter) {
    case 'all':
      return query
    case 'needsAction':
      return query.where('attention', '<=', attentionOf(lastThatNeedsAction))
    case 'error':
      return query.where('attention', '=', attentionOf('error'))
    case 'blocked':
      return query.where('any_blocked', '=', 1)
  }
}

const none: ReadonlyMap<string, AttentionCorrection> = new Map()

const fits: Partial<Record<TenantFilter, (status: Status) => boolean>> = {
  needsAction,
  error: (status) => status === 'error',
}

/** Ids that a filter would show by their summary, and doesn't. */
function leftOut(filter: TenantFilter, corrections: ReadonlyMap<string, AttentionCorrection>): string[] {
  const isIn = fits[filter]
  if (!isIn) return []
  return [...corrections].flatMap(([id, { stored, worst }]) => (isIn(stored) && !isIn(worst) ? [id] : []))
}

function without(
  query: Tenants,
  filter: TenantFilter,
  corrections: ReadonlyMap<string, AttentionCorrection>,
): Tenants {
  const ids = leftOut(filter, corrections)
  return ids.length === 0 ? query : query.where('id', 'not in', ids)
}

const placeOf = (corrections: ReadonlyMap<string, AttentionCorrection>) => {
  const cases = [...corrections].map(([id, { worst }]) => sql`when ${id} then ${sql.lit(attentionOf(worst))}`)
  return sql<number>`case id ${sql.join(cases, sql` `)} else attention end`
}

function searched(query: Tenants, text: string): Tenants {
  if (text === '') return query
  return query.where((is) =>
    is.or([is('id', '=', text), contains('name_key', text), contains('default_domain', text)]),
  )
}
