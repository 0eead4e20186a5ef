import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'

/** Consecutive tenants that failed for the same reason, and whether syncs are stopped because of that. */
interface SyncBreaker {
  outcome: string
  tenantIds: readonly string[]
  stoppedAt?: Date
  /** When the next tenant is tried while syncs are stopped. */
  probeAt?: Date
}

const id = 'only'

/** Undefined: the last tenant was read. */
export async function findSyncBreaker(db: Db): Promise<SyncBreaker | undefined> {
  const [row] = (await selectSyncBreaker(db, { id })).rows
  if (!row) return undefined
  return {
    outcome: row.outcome,
    tenantIds: JSON.parse(row.tenants_json) as string[],
    ...(row.stopped_at === null ? {} : { stoppedAt: new Date(row.stopped_at) }),
    ...(row.probe_at === null ? {} : { probeAt: new Date(row.probe_at) }),
  }
}

const selectSyncBreaker = prepare((db: Db, given: { id: string }) =>
  db.selectFrom('sync_guard').selectAll().where('id', '=', given.id),
)

export async function saveSyncBreaker(db: Db, breaker: SyncBreaker): Promise<void> {
  const columns = {
    outcome: breaker.outcome,
    tenants_json: JSON.stringify(breaker.tenantIds),
    stopped_at: breaker.stoppedAt?.getTime() ?? null,
    probe_at: breaker.probeAt?.getTime() ?? null,
  }
  await db
    .insertInto('sync_guard')
    .values({ id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute()
}

export async function clearSyncBreaker(db: Db): Promise<void> {
  await db.deleteFrom('sync_guard').where('id', '=', id).execute()
}

/** Claims the probe that is due; false if another job has it, or none is due. */
export async function takeProbe(db: Db, now: Date, nextAt: Date): Promise<boolean> {
  const result = await db
    .updateTable('sync_guard')
    .set({ probe_at: nextAt.getTime() })
    .where('id', '=', id)
    .where('probe_at', '<=', now.getTime())
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
