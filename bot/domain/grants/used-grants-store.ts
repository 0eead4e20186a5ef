import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'

/** Tenants in which one of these sets is usable, the longest in use first: enough to find the first `most`. */
export async function listTenantsInUse(db: Db, setIds: readonly string[], most: number): Promise<string[]> {
  const found = await Promise.all(setIds.map((setId) => selectUsed(db, { setId, most })))
  return firstUsing(found.flatMap(({ rows }) => rows))
}

/** Tenants whose apps may use these sets, the longest in use first, then those with only a consent under way. */
export async function listTenantsUsing(db: Db, setIds: readonly string[], most: number): Promise<string[]> {
  const first = await listTenantsInUse(db, setIds, most)
  if (first.length >= most) return first.slice(0, most)
  const found = await Promise.all(setIds.map((setId) => selectWaiting(db, { setId, most })))
  const waiting = found.flatMap(({ rows }) => rows.map((row) => row.tenant_id))
  return firstTenants(first, waiting, most)
}

/** Those in use, then those that wait, by ID. */
export const firstTenants = (inUse: readonly string[], waiting: readonly string[], most: number): string[] =>
  [...new Set([...inUse, ...waiting.toSorted()])].slice(0, most)

/** In the order in which they came to use a set. */
export function firstUsing(rows: readonly { tenant_id: string; usable_since: number | null }[]): string[] {
  const used = rows.map((row) => ({ id: row.tenant_id, since: row.usable_since ?? 0 }))
  const byTime = used.toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))
  return [...new Set(byTime.map(({ id }) => id))]
}

/** Of one set, because only then its index has the order too. */
export const usedIn = (db: Db, { setId, most }: { setId: string; most: number }) =>
  db
    .selectFrom('grants')
    .select(['tenant_id', 'usable_since'])
    .where('set_id', '=', setId)
    .where('usable', '=', 1)
    .orderBy('usable_since')
    .orderBy('tenant_id')
    .limit(most)

/** Those where only a consent is under way. */
export const waitingIn = (db: Db, { setId, most }: { setId: string; most: number }) =>
  db
    .selectFrom('grants')
    .select('tenant_id')
    .where('set_id', '=', setId)
    .where('usable', '=', 0)
    .where('consent_open', '=', 1)
    .orderBy('tenant_id')
    .limit(most)

const selectUsed = prepare(usedIn)
const selectWaiting = prepare(waitingIn)
