import type { Selectable } from 'kysely'
import { UserError } from '#platform/base/errors.ts'
import { changedColumns } from '#platform/storage/changed-columns.ts'
import { contains } from '#platform/storage/contains.ts'
import type { Db } from '#platform/storage/database.ts'
import { prepare, prepareList } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'
import { foldText } from '#platform/text/fold-text.ts'
import type { Scope } from '../people/role-reading.ts'
import { forgetSettledRead } from './settled-reads-store.ts'
import { summaryColumns } from './summary.ts'
import type { Tenant } from './tenant.ts'

/** `id`: GUID, lower case. */
export async function findTenant(db: Db, id: string): Promise<Tenant | undefined> {
  const [row] = (await selectTenant(db, { id })).rows
  return row && tenantFromRow(row)
}

const selectTenant = prepare((db: Db, given: { id: string }) =>
  db.selectFrom('tenants').selectAll().where('id', '=', given.id),
)

/** @throws UserError TENANT_UNKNOWN */
export async function getTenant(db: Db, id: string): Promise<Tenant> {
  const tenant = await findTenant(db, id)
  if (!tenant) throw new UserError('TENANT_UNKNOWN', { text: id })
  return tenant
}

/** Tenants whose ID, domain or name is this text. */
async function findTenantsNamed(
  db: Db,
  text: string,
  limit: number,
  scope: Scope = 'all',
): Promise<Tenant[]> {
  const wanted = foldText(text)
  if (wanted === '') return []
  const named = await firstInScope(db, scope, limit)
    .where((is) =>
      is.or([is('id', '=', wanted), is('default_domain', '=', wanted), is('name_key', '=', wanted)]),
    )
    .execute()
  return named.map(tenantFromRow)
}

/**
 * Tenants whose ID, domain or name is this text, not case-sensitive; only if there are none, those whose name or domain
 * contains it. By name.
 */
export async function findTenantsByText(
  db: Db,
  text: string,
  limit: number,
  scope: Scope = 'all',
): Promise<Tenant[]> {
  const wanted = foldText(text)
  if (wanted === '') return []
  const exact = await findTenantsNamed(db, text, limit, scope)
  if (exact.length > 0) return exact
  const similar = await firstInScope(db, scope, limit)
    .where((is) => is.or([contains('name_key', wanted), contains('default_domain', wanted)]))
    .execute()
  return similar.map(tenantFromRow)
}

const firstInScope = (db: Db, scope: Scope, limit: number) =>
  inScope(db, scope).selectAll().orderBy('name_key').orderBy('id').limit(limit)

/** Adds a tenant without grants, whose first sync is due at `nextSyncAt`. False if it exists already. */
export async function insertTenant(
  db: Db,
  tenant: Tenant,
  nextSyncAt: Date = tenant.addedAt,
): Promise<boolean> {
  const columns = { ...tenantColumns(tenant), ...summaryColumns([]), next_sync_at: nextSyncAt.getTime() }
  const result = await db
    .insertInto('tenants')
    .values({ id: tenant.id, ...columns })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Stores the tenant with its `version` if the stored one still has `expectedVersion`; otherwise returns false. */
export async function updateTenant(db: Db, tenant: Tenant, expectedVersion: number): Promise<boolean> {
  const result = await db
    .updateTable('tenants')
    .set(tenantColumns(tenant))
    .where('id', '=', tenant.id)
    .where('version', '=', expectedVersion)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Stores the tenant's part of a read. `version` increases only when something changes that a card shows. */
export async function markChecked(
  db: Db,
  id: string,
  seen: Partial<Pick<Tenant, 'displayName' | 'defaultDomain' | 'checkedAt' | 'state'>>,
): Promise<void> {
  const before = await findTenant(db, id)
  if (!before) return
  const after = { ...before, ...defined(seen) }
  const changed = (['displayName', 'defaultDomain', 'state'] as const).some(
    (key) => before[key] !== after[key],
  )
  const version = before.version + (changed ? 1 : 0)
  if (changed) await forgetSettledRead(db, id)
  const columns = changedColumns(tenantColumns(before), tenantColumns({ ...after, version }))
  if (Object.keys(columns).length === 0) return
  await db.updateTable('tenants').set(columns).where('id', '=', id).execute()
}

/** Stores the time of unchanged reads of these tenants, unless a later one is stored. */
export async function markCheckedAgain(db: Db, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await updateChecked(db, ids, { at: at.getTime() })
}

const updateChecked = prepareList((db: Db, ids, given: { at: number }) =>
  db
    .updateTable('tenants')
    .set({ checked_at: given.at })
    .where('id', 'in', ids)
    .where((is) => is.or([is('checked_at', 'is', null), is('checked_at', '<', given.at)])),
)

/** Removes the tenant, its grants and its app refreshes. The audit history is kept. */
export async function removeTenant(db: Db, id: string): Promise<void> {
  await db.deleteFrom('tenants').where('id', '=', id).execute()
}

/** The next IDs in order, for work on all tenants in batches; `after` '' = from the start. */
export async function tenantIdsAfter(db: Db, after: string, limit: number): Promise<string[]> {
  const query = db.selectFrom('tenants').select('id').where('id', '>', after).orderBy('id').limit(limit)
  return (await query.execute()).map((row) => row.id)
}

/** Tenants in the scope, connected or not. */
export async function countTenants(db: Db, scope: Scope = 'all'): Promise<number> {
  const query = inScope(db, scope).select((eb) => eb.fn.countAll<number>().as('count'))
  return (await query.executeTakeFirstOrThrow()).count
}

export async function allTenantIds(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('tenants').select('id').orderBy('id').execute()
  return rows.map((row) => row.id)
}

/** Updates the tenant's summary from its grants. Call it in the transaction that changed one. */
export async function refreshSummary(db: Db, id: string): Promise<void> {
  const counts = await db
    .selectFrom('grants')
    .select((eb) => ['status', 'excepted', eb.fn.countAll<number>().as('count')])
    .where('tenant_id', '=', id)
    .groupBy(['status', 'excepted'])
    .execute()
  await db.updateTable('tenants').set(summaryColumns(counts)).where('id', '=', id).execute()
}

/** Selects from the tenants that a person with this scope may see. */
export const inScope = (db: Db, scope: Scope) => {
  const query = db.selectFrom('tenants')
  if (scope === 'all') return query
  return scope.length === 0 ? query.where((is) => is.lit(false)) : query.where('id', 'in', [...scope])
}

export function tenantFromRow(row: Selectable<Schema['tenants']>): Tenant {
  return {
    id: row.id,
    displayName: row.display_name,
    defaultDomain: row.default_domain,
    state: row.state as Tenant['state'],
    version: row.version,
    addedAt: new Date(row.added_at),
    ...(row.checked_at === null ? {} : { checkedAt: new Date(row.checked_at) }),
  }
}

function tenantColumns(tenant: Tenant) {
  return {
    display_name: tenant.displayName,
    default_domain: foldText(tenant.defaultDomain),
    name_key: foldText(tenant.displayName),
    state: tenant.state,
    version: tenant.version,
    added_at: tenant.addedAt.getTime(),
    checked_at: tenant.checkedAt?.getTime() ?? null,
  }
}

function defined<T extends object>(facts: T): T {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as T
}
