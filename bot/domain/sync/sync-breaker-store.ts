import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'

/** Tenants in a row that failed alike, and whether the round waits because of it. */
export interface SyncGuard {
  outcome: string
  tenantIds: readonly string[]
  stoppedAt?: Date
  /** When the next tenant is tried while the round waits. */
  probeAt?: Date
}

const id = 'only'

/** Undefined: the last tenant could be read. */
export async function findGuard(db: Db): Promise<SyncGuard | undefined> {
  const [row] = (await selectGuard(db, { id })).rows
  if (!row) return undefined
  return {
    outcome: row.outcome,
    tenantIds: JSON.parse(row.tenants_json) as string[],
    ...(row.stopped_at === null ? {} : { stoppedAt: new Date(row.stopped_at) }),
    ...(row.probe_at === null ? {} : { probeAt: new Date(row.probe_at) }),
  }
}

const selectGuard = prepare((db: Db, given: { id: string }) =>
  db.selectFrom('sync_guard').selectAll().where('id', '=', given.id),
)

export async function saveGuard(db: Db, guard: SyncGuard): Promise<void> {
  const columns = {
    outcome: guard.outcome,
    tenants_json: JSON.stringify(guard.tenantIds),
    stopped_at: guard.stoppedAt?.getTime() ?? null,
    probe_at: guard.probeAt?.getTime() ?? null,
  }
  await db
    .insertInto('sync_guard')
    .values({ id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute()
}

export async function clearGuard(db: Db): Promise<void> {
  await db.deleteFrom('sync_guard').where('id', '=', id).execute()
}

/** Takes the one try that is due; false when somebody else has it, or none is due. */
export async function takeProbe(db: Db, now: Date, nextAt: Date): Promise<boolean> {
  const result = await db
    .updateTable('sync_guard')
    .set({ probe_at: nextAt.getTime() })
    .where('id', '=', id)
    .where('probe_at', '<=', now.getTime())
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
