import type { Db } from '#platform/storage/database.ts'
import { prepare, prepareList, prepareRows } from '#platform/storage/prepare.ts'
import { valuesTable } from '#platform/storage/values-table.ts'
import {
  type AppRefresh,
  listStoredRefreshes,
  markRefreshed,
  type RefreshedApps,
} from './app-refreshes-store.ts'

/** A complete read with nothing pending: another read with the same digest changes only the time. */
export interface SettledRead {
  tenantId: string
  digest: string
  /** Key of the requirements under which it was evaluated. */
  requirements: string
  apps: RefreshedApps
}

/** Tenant id → digest, of those of these tenants that have a settled read under these requirements. */
export async function listSettledDigests(
  db: Db,
  tenantIds: readonly string[],
  requirements: string,
): Promise<Map<string, string>> {
  if (tenantIds.length === 0) return new Map()
  const { rows } = await selectDigests(db, tenantIds, { requirements })
  return new Map(rows.map((row) => [row.tenant_id, row.digest]))
}

const selectDigests = prepareList((db: Db, tenantIds, given: { requirements: string }) =>
  db
    .selectFrom('settled_reads')
    .select(['tenant_id', 'digest'])
    .where('tenant_id', 'in', tenantIds)
    .where('requirements', '=', given.requirements),
)

/** Stores a settled read and the times at which scheduled reads have refreshed apps under the previous one. */
export async function saveSettledRead(db: Db, read: SettledRead): Promise<void> {
  const before = await findUnchangedReads(db, read.tenantId)
  if (before?.scheduledAt) await markRefreshed(db, read.tenantId, before.apps.bySchedule, before.scheduledAt)
  await upsertSettledRead(db, columnsOf(read))
}

const upsertSettledRead = prepare(
  (db: Db, given: { tenant_id: string; digest: string; requirements: string; apps_json: string }) => {
    const { tenant_id, digest, requirements, apps_json } = given
    const columns = { digest, requirements, apps_json, scheduled_at: null }
    return db
      .insertInto('settled_reads')
      .values({ tenant_id, ...columns })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(columns))
  },
)

/** Replaces the settled reads of these tenants. The caller stores the refresh times of the apps. */
export async function replaceSettledReads(
  db: Db,
  tenantIds: readonly string[],
  reads: readonly SettledRead[],
): Promise<void> {
  if (tenantIds.length > 0) await db.deleteFrom('settled_reads').where('tenant_id', 'in', tenantIds).execute()
  await insertSettledReads(db, reads.map(columnsOf))
}

const columnsOf = ({ tenantId, apps, ...read }: SettledRead) => ({
  tenant_id: tenantId,
  ...read,
  apps_json: JSON.stringify(apps),
})

const insertSettledReads = prepareRows((db: Db, rows: readonly ReturnType<typeof columnsOf>[]) =>
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

/** Stores the new digests of tenants that have a settled read of the same apps, and keeps when those were refreshed. */
export async function renewSettledReads(db: Db, reads: readonly SettledRead[]): Promise<void> {
  await updateDigests(
    db,
    reads.map(({ tenantId, digest, requirements }) => ({ tenant_id: tenantId, digest, requirements })),
  )
}

const updateDigests = prepareRows(
  (db: Db, rows: readonly { tenant_id: string; digest: string; requirements: string }[]) =>
    db
      .updateTable('settled_reads')
      .from(valuesTable(rows, { tenant_id: 'text', digest: 'text', requirements: 'text' }))
      .set((eb) => ({ digest: eb.ref('given.digest'), requirements: eb.ref('given.requirements') }))
      .whereRef('settled_reads.tenant_id', '=', 'given.tenant_id'),
)

/** Stores the time of an unchanged scheduled read of these tenants. */
export async function noteScheduled(db: Db, tenantIds: readonly string[], at: Date): Promise<void> {
  if (tenantIds.length === 0) return
  await updateScheduled(db, tenantIds, { at: at.getTime() })
}

const updateScheduled = prepareList((db: Db, tenantIds, given: { at: number }) =>
  db.updateTable('settled_reads').set({ scheduled_at: given.at }).where('tenant_id', 'in', tenantIds),
)

/**
 * Deletes the settled read of a tenant that changes, so that its next read is evaluated. Stores the refresh times of the apps.
 * Call it in the transaction of the change, before the tenant gets another time.
 */
export async function forgetSettledRead(db: Db, tenantId: string): Promise<void> {
  const unchanged = await findUnchangedReads(db, tenantId)
  if (!unchanged) return
  const { apps, checkedAt, scheduledAt } = unchanged
  await db.deleteFrom('settled_reads').where('tenant_id', '=', tenantId).execute()
  if (checkedAt) await markRefreshed(db, tenantId, apps.byHand, checkedAt)
  if (scheduledAt) await markRefreshed(db, tenantId, apps.bySchedule, scheduledAt)
}

/** When the access of each app to this tenant was last checked. Apps without a check are absent. */
export async function listRefreshes(db: Db, tenantId: string): Promise<AppRefresh[]> {
  const unchanged = await findUnchangedReads(db, tenantId)
  const times = await listStoredRefreshes(db, tenantId)
  for (const { appId, at } of unchanged ? refreshesOf(unchanged) : []) {
    const stored = times.get(appId)
    if (!stored || stored < at) times.set(appId, at)
  }
  return [...times].map(([appId, at]) => ({ appId, at })).sort((a, b) => (a.appId < b.appId ? -1 : 1))
}

/** The apps that unchanged reads refreshed, with the times of the last of these reads. */
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

/** From the row of a tenant with a settled read. */
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
