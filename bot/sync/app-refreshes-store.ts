import type { Db } from '../storage/database.ts'

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

/** Apps that never were refreshed in this tenant are absent. */
export async function listRefreshes(db: Db, tenantId: string): Promise<AppRefresh[]> {
  const rows = await db
    .selectFrom('app_refreshes')
    .select(['app_id', 'at'])
    .where('tenant_id', '=', tenantId)
    .orderBy('app_id')
    .execute()
  return rows.map((row) => ({ appId: row.app_id, at: new Date(row.at) }))
}
