import type { Db } from '#platform/storage/database.ts'
import { prepare, prepareRows } from '#platform/storage/prepare.ts'
import {
  type AppRefresh,
  listNotedRefreshes,
  markRefreshed,
  type RefreshedApps,
} from './app-refreshes-store.ts'

/** A read that left nothing open: one that is told the same again changes nothing but the time. */
export interface Baseline {
  tenantId: string
  digest: string
  /** Of what was required when it was judged. */
  requirements: string
  apps: RefreshedApps
}

/** Those of these tenants whose last read was settled under these requirements: tenant id → digest. */
export async function listBaselines(
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
export async function saveBaseline(db: Db, read: Baseline): Promise<void> {
  const before = await findUnchangedReads(db, read.tenantId)
  if (before?.scheduledAt) await markRefreshed(db, read.tenantId, before.apps.bySchedule, before.scheduledAt)
  await upsertBaseline(db, columnsOf(read))
}

const upsertBaseline = prepare(
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
export async function replaceBaselines(
  db: Db,
  tenantIds: readonly string[],
  reads: readonly Baseline[],
): Promise<void> {
  if (tenantIds.length > 0) await db.deleteFrom('settled_reads').where('tenant_id', 'in', tenantIds).execute()
  await insertBaselines(db, reads.map(columnsOf))
}

const columnsOf = ({ tenantId, apps, ...read }: Baseline) => ({
  tenant_id: tenantId,
  ...read,
  apps_json: JSON.stringify(apps),
})

const insertBaselines = prepareRows((db: Db, rows: readonly ReturnType<typeof columnsOf>[]) =>
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
export async function forgetBaseline(db: Db, tenantId: string): Promise<void> {
  const unchanged = await findUnchangedReads(db, tenantId)
  if (!unchanged) return
  await db.deleteFrom('settled_reads').where('tenant_id', '=', tenantId).execute()
  if (unchanged.checkedAt) await markRefreshed(db, tenantId, unchanged.apps.byHand, unchanged.checkedAt)
  if (unchanged.scheduledAt)
    await markRefreshed(db, tenantId, unchanged.apps.bySchedule, unchanged.scheduledAt)
}

/** When each app was last told what it may use in this tenant. Those that never were are absent. */
export async function listRefreshes(db: Db, tenantId: string): Promise<AppRefresh[]> {
  const unchanged = await findUnchangedReads(db, tenantId)
  const times = await listNotedRefreshes(db, tenantId)
  for (const { appId, at } of unchanged ? refreshesOf(unchanged) : []) {
    const noted = times.get(appId)
    if (!noted || noted < at) times.set(appId, at)
  }
  return [...times].map(([appId, at]) => ({ appId, at })).sort((a, b) => (a.appId < b.appId ? -1 : 1))
}

/** What the reads that were told the same refreshed. They wrote nothing but their time, once for the whole tenant. */
export interface UnchangedReads {
  apps: RefreshedApps
  checkedAt: Date | undefined
  scheduledAt: Date | undefined
}

export const refreshesOf = ({ apps, checkedAt, scheduledAt }: UnchangedReads): AppRefresh[] => [
  ...(checkedAt ? apps.byHand.map((appId) => ({ appId, at: checkedAt })) : []),
  ...(scheduledAt ? apps.bySchedule.map((appId) => ({ appId, at: scheduledAt })) : []),
]

async function findUnchangedReads(db: Db, tenantId: string): Promise<UnchangedReads | undefined> {
  const [row] = (await selectUnchangedReads(db, { tenantId })).rows
  return row && unchangedReadsFromRow(row)
}

/** Of a tenant that has a settled read. */
export const unchangedReadsFromRow = (row: {
  apps_json: string
  checked_at: number | null
  scheduled_at: number | null
}): UnchangedReads => ({
  apps: JSON.parse(row.apps_json) as RefreshedApps,
  checkedAt: dateOf(row.checked_at),
  scheduledAt: dateOf(row.scheduled_at),
})

const dateOf = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(ms))

const selectUnchangedReads = prepare((db: Db, given: { tenantId: string }) =>
  db
    .selectFrom('settled_reads')
    .innerJoin('tenants', 'tenants.id', 'settled_reads.tenant_id')
    .select(['apps_json', 'scheduled_at', 'checked_at'])
    .where('tenant_id', '=', given.tenantId),
)
