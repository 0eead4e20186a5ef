import type { Db } from '../storage/database.ts'
import { prepareRows } from '../storage/prepare.ts'

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
    .executeTakeFirst()
  // As every time but the first; it costs a fraction of what follows.
  if (known.numUpdatedRows === BigInt(appIds.length)) return
  await db
    .insertInto('app_refreshes')
    .values(appIds.map((appId) => ({ tenant_id: tenantId, app_id: appId, at: at.getTime() })))
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'app_id']).doUpdateSet((eb) => ({ at: eb.ref('excluded.at') })),
    )
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
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'app_id']).doUpdateSet((eb) => ({ at: eb.ref('excluded.at') })),
      ),
)

/**
 * Apps that never were refreshed in this tenant are absent. Reads that were told the same again wrote nothing but their
 * time, once for the whole tenant.
 */
export async function listRefreshes(db: Db, tenantId: string): Promise<AppRefresh[]> {
  const rows = await db
    .selectFrom('app_refreshes')
    .leftJoin('settled_reads', 'settled_reads.tenant_id', 'app_refreshes.tenant_id')
    .leftJoin('tenants', 'tenants.id', 'settled_reads.tenant_id')
    .select(['app_id', 'at', 'apps_json', 'checked_at', 'scheduled_at'])
    .where('app_refreshes.tenant_id', '=', tenantId)
    .orderBy('app_id')
    .execute()
  return rows.map((row) => {
    const { byHand, bySchedule } = JSON.parse(
      row.apps_json ?? '{"byHand":[],"bySchedule":[]}',
    ) as RefreshedApps
    const again = byHand.includes(row.app_id) ? row.checked_at : null
    const scheduled = bySchedule.includes(row.app_id) ? row.scheduled_at : null
    return { appId: row.app_id, at: new Date(Math.max(row.at, again ?? 0, scheduled ?? 0)) }
  })
}
