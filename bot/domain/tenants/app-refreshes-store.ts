import type { OnConflictBuilder } from 'kysely'
import type { Db } from '#platform/storage/database.ts'
import { prepareRows } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'

/** The apps that a read refreshes. */
export interface RefreshedApps {
  /** By every read. */
  byHand: readonly string[]
  /** By scheduled reads only. */
  bySchedule: readonly string[]
}

export const areSameApps = (some: RefreshedApps, others: RefreshedApps): boolean =>
  some.byHand.join() === others.byHand.join() && some.bySchedule.join() === others.bySchedule.join()

export interface Refresh extends AppRefresh {
  tenantId: string
}

/** When the access of an app to a tenant was last checked. */
export interface AppRefresh {
  appId: string
  at: Date
}

/** Stores the refresh time of apps, unless a later one is stored. */
export async function markRefreshed(
  db: Db,
  tenantId: string,
  appIds: readonly string[],
  at: Date,
): Promise<void> {
  if (appIds.length === 0) return
  const known = await db
    .updateTable('app_refreshes')
    .set({ at: at.getTime() })
    .where('tenant_id', '=', tenantId)
    .where('app_id', 'in', appIds)
    .where('at', '<=', at.getTime())
    .executeTakeFirst()
  // Every time but the first; much cheaper than the upsert.
  if (known.numUpdatedRows === BigInt(appIds.length)) return
  await db
    .insertInto('app_refreshes')
    .values(appIds.map((appId) => ({ tenant_id: tenantId, app_id: appId, at: at.getTime() })))
    .onConflict(replaceOlder)
    .execute()
}

/** The same for apps of many tenants. A pair of tenant and app must not be repeated. */
export async function markManyRefreshed(db: Db, refreshes: readonly Refresh[]): Promise<void> {
  const rows = refreshes.map(({ tenantId, appId, at }) => {
    return { tenant_id: tenantId, app_id: appId, at: at.getTime() }
  })
  await upsertRefreshes(db, rows)
}

const upsertRefreshes = prepareRows(
  (db: Db, rows: readonly { tenant_id: string; app_id: string; at: number }[]) =>
    db
      .insertInto('app_refreshes')
      .values(rows.map((row) => ({ tenant_id: row.tenant_id, app_id: row.app_id, at: row.at })))
      .onConflict(replaceOlder),
)

const replaceOlder = (conflict: OnConflictBuilder<Schema, 'app_refreshes'>) =>
  conflict
    .columns(['tenant_id', 'app_id'])
    .doUpdateSet((eb) => ({ at: eb.ref('excluded.at') }))
    .whereRef('app_refreshes.at', '<', 'excluded.at')

/** App id → time. Without unchanged reads: see `listRefreshes`. */
export async function listStoredRefreshes(db: Db, tenantId: string): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('app_refreshes')
    .select(['app_id', 'at'])
    .where('tenant_id', '=', tenantId)
    .execute()
  return new Map(rows.map((row) => [row.app_id, new Date(row.at)]))
}
