import type { Db } from '#platform/storage/database.ts'
import type { Scope } from '../people/role-reading.ts'
import { inScope } from './tenants-store.ts'

/** Connected tenants whose scheduled sync is due: those that need attention first, then the longest waiting. */
export async function tenantsDueForSync(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('tenants')
    .select('id')
    .where('next_sync_at', '<=', now.getTime())
    .where('state', '<>', 'connecting')
    .orderBy('attention')
    .orderBy('next_sync_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** When the next scheduled sync is due; undefined if no tenant is connected. */
export async function findNextSyncAt(db: Db, scope: Scope = 'all'): Promise<Date | undefined> {
  const row = await inScope(db, scope)
    .select('next_sync_at')
    .where('state', '<>', 'connecting')
    .orderBy('next_sync_at')
    .limit(1)
    .executeTakeFirst()
  return row && new Date(row.next_sync_at)
}

export async function setNextSync(db: Db, ids: readonly string[], at: Date): Promise<void> {
  await db.updateTable('tenants').set({ next_sync_at: at.getTime() }).where('id', 'in', ids).execute()
}

/** Tenants that can be read, because their directory connection was verified once. */
export async function countSyncable(db: Db, scope: Scope = 'all'): Promise<number> {
  const query = inScope(db, scope).select((eb) => eb.fn.countAll<number>().as('count'))
  return (await query.where('state', '<>', 'connecting').executeTakeFirstOrThrow()).count
}

/** The next IDs of tenants that can be read, those with a settled read or all others; `after` '' = from the start. */
export async function syncableIdsAfter(
  db: Db,
  given: { isSettled: boolean; after: string; limit: number; scope?: Scope | undefined },
): Promise<string[]> {
  const { isSettled, after, limit, scope = 'all' } = given
  const rows = await inScope(db, scope)
    .leftJoin('settled_reads', 'settled_reads.tenant_id', 'tenants.id')
    .select('tenants.id')
    .where('settled_reads.tenant_id', isSettled ? 'is not' : 'is', null)
    .where('state', '<>', 'connecting')
    .where('tenants.id', '>', after)
    .orderBy('tenants.id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
