import type { OnConflictBuilder } from 'kysely'
import type { Db } from '#platform/storage/database.ts'
import { prepareRows } from '#platform/storage/prepare.ts'
import type { Schema } from '#platform/storage/schema.ts'

/** The apps that a read refreshes. */
export interface RefreshedApps {
  /** Whoever asked for the read. */
  byHand: readonly string[]
  /** Only when it was a scheduled one. */
  bySchedule: readonly string[]
}

/** One app, in one tenant. */
export interface Refresh extends AppRefresh {
  tenantId: string
}

/** When an app was last told what it may use in a tenant. */
export interface AppRefresh {
  appId: string
  at: Date
}

/** A time never goes back. */
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
  // As every time but the first; it costs a fraction of what follows.
  if (known.numUpdatedRows === BigInt(appIds.length)) return
  await db
    .insertInto('app_refreshes')
    .values(appIds.map((appId) => ({ tenant_id: tenantId, app_id: appId, at: at.getTime() })))
    .onConflict(replaceOlder)
    .execute()
}

/** The same for apps of many tenants, each of which has one row in the list at most. */
export async function markManyRefreshed(db: Db, refreshes: readonly Refresh[]): Promise<void> {
  await putRefreshes(
    db,
    refreshes.map(({ tenantId, appId, at }) => ({ tenant_id: tenantId, app_id: appId, at: at.getTime() })),
  )
}

const putRefreshes = prepareRows(
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

/** App id → time. Reads that were told the same are not among them: see `listRefreshes`. */
export async function listNotedRefreshes(db: Db, tenantId: string): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('app_refreshes')
    .select(['app_id', 'at'])
    .where('tenant_id', '=', tenantId)
    .execute()
  return new Map(rows.map((row) => [row.app_id, new Date(row.at)]))
}
