import type { Db } from '#platform/storage/database.ts'
import { prepare, prepareRows } from '#platform/storage/prepare.ts'
import {
  type AppRefresh,
  listNotedRefreshes,
  markRefreshed,
  type RefreshedApps,
} from './app-refreshes-store.ts'

/** A read that left nothing open: one that is told the same again changes nothing but the time. */
export interface SettledRead {
  tenantId: string
  digest: string
  /** Of what was required when it was judged. */
  requirements: string
  apps: RefreshedApps
}

/** Those of these tenants whose last read was settled under these requirements: tenant id → digest. */
export async function listSettled(
  db: Db,
  tenantIds: readonly string[],
  requirements: string,
): Promise<Map<string, string>> {
  if (tenantIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('settled_reads')
    .select(['tenant_id', 'digest'])
    .where('tenant_id', 'in', tenantIds)
    .where('requirements', '=', requirements)
    .execute()
  return new Map(rows.map((row) => [row.tenant_id, row.digest]))
}

/** The apps keep the times at which scheduled reads refreshed them before. */
export async function saveSettled(db: Db, read: SettledRead): Promise<void> {
  const before = await findToldAgain(db, read.tenantId)
  if (before?.scheduledAt) await markRefreshed(db, read.tenantId, before.apps.bySchedule, before.scheduledAt)
  await upsertSettled(db, columnsOf(read))
}

const upsertSettled = prepare(
  (db: Db, given: { tenant_id: string; digest: string; requirements: string; apps_json: string }) => {
    const { tenant_id, digest, requirements, apps_json } = given
    const columns = { digest, requirements, apps_json, scheduled_at: null }
    return db
      .insertInto('settled_reads')
      .values({ tenant_id, ...columns })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(columns))
  },
)

/** Puts these reads in the place of what is settled of these tenants. The caller keeps the times of the apps. */
export async function replaceSettled(
  db: Db,
  tenantIds: readonly string[],
  reads: readonly SettledRead[],
): Promise<void> {
  if (tenantIds.length > 0) await db.deleteFrom('settled_reads').where('tenant_id', 'in', tenantIds).execute()
  await insertSettled(db, reads.map(columnsOf))
}

const columnsOf = ({ tenantId, apps, ...read }: SettledRead) => ({
  tenant_id: tenantId,
  ...read,
  apps_json: JSON.stringify(apps),
})

const insertSettled = prepareRows((db: Db, rows: readonly ReturnType<typeof columnsOf>[]) =>
  db.insertInto('settled_reads').values(
    rows.map(({ tenant_id, digest, requirements, apps_json }) => ({
      tenant_id,
      digest,
      requirements,
      apps_json,
      scheduled_at: null,
    })),
  ),
)

/** A scheduled read of these tenants was told the same. */
export async function noteScheduled(db: Db, tenantIds: readonly string[], at: Date): Promise<void> {
  if (tenantIds.length === 0) return
  await db
    .updateTable('settled_reads')
    .set({ scheduled_at: at.getTime() })
    .where('tenant_id', 'in', tenantIds)
    .execute()
}

/**
 * Something about this tenant is written: the next read is looked at whatever it is told. The apps keep the times at which
 * they were refreshed meanwhile. Call it in the transaction of the change, before the tenant gets another time.
 */
export async function forgetSettled(db: Db, tenantId: string): Promise<void> {
  const told = await findToldAgain(db, tenantId)
  if (!told) return
  await db.deleteFrom('settled_reads').where('tenant_id', '=', tenantId).execute()
  if (told.checkedAt) await markRefreshed(db, tenantId, told.apps.byHand, told.checkedAt)
  if (told.scheduledAt) await markRefreshed(db, tenantId, told.apps.bySchedule, told.scheduledAt)
}

/** When each app was last told what it may use in this tenant. Those that never were are absent. */
export async function listRefreshes(db: Db, tenantId: string): Promise<AppRefresh[]> {
  const told = await findToldAgain(db, tenantId)
  const times = await listNotedRefreshes(db, tenantId)
  for (const { appId, at } of told ? refreshesOf(told) : []) {
    const noted = times.get(appId)
    if (!noted || noted < at) times.set(appId, at)
  }
  return [...times].map(([appId, at]) => ({ appId, at })).sort((a, b) => (a.appId < b.appId ? -1 : 1))
}

/** What the reads that were told the same refreshed. They wrote nothing but their time, once for the whole tenant. */
export interface ToldAgain {
  apps: RefreshedApps
  checkedAt: Date | undefined
  scheduledAt: Date | undefined
}

export const refreshesOf = ({ apps, checkedAt, scheduledAt }: ToldAgain): AppRefresh[] => [
  ...(checkedAt ? apps.byHand.map((appId) => ({ appId, at: checkedAt })) : []),
  ...(scheduledAt ? apps.bySchedule.map((appId) => ({ appId, at: scheduledAt })) : []),
]

async function findToldAgain(db: Db, tenantId: string): Promise<ToldAgain | undefined> {
  const [row] = (await selectToldAgain(db, { tenantId })).rows
  return row && toldAgainFromRow(row)
}

/** Of a tenant that has a settled read. */
export const toldAgainFromRow = (row: {
  apps_json: string
  checked_at: number | null
  scheduled_at: number | null
}): ToldAgain => ({
  apps: JSON.parse(row.apps_json) as RefreshedApps,
  checkedAt: dateOf(row.checked_at),
  scheduledAt: dateOf(row.scheduled_at),
})

const dateOf = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(ms))

const selectToldAgain = prepare((db: Db, given: { tenantId: string }) =>
  db
    .selectFrom('settled_reads')
    .innerJoin('tenants', 'tenants.id', 'settled_reads.tenant_id')
    .select(['apps_json', 'scheduled_at', 'checked_at'])
    .where('tenant_id', '=', given.tenantId),
)
