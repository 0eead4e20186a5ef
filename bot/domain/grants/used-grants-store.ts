import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'

/** Tenants in which one of these sets is usable, the longest in use first: enough to find the first `most`. */
export async function listTenantsInUse(db: Db, setIds: readonly string[], most: number): Promise<string[]> {
  const found = await Promise.all(setIds.map((setId) => selectUsed(db, { setId, most })))
  const used = found.flatMap(({ rows }) =>
    rows.map((row) => ({ id: row.tenant_id, since: row.usable_since ?? 0 })),
  )
  const byTime = used.toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))
  return [...new Set(byTime.map(({ id }) => id))]
}

/** Of one set, because only then its index has the order too. */
const selectUsed = prepare((db: Db, given: { setId: string; most: number }) =>
  db
    .selectFrom('grants')
    .select(['tenant_id', 'usable_since'])
    .where('set_id', '=', given.setId)
    .where('usable', '=', 1)
    .orderBy('usable_since')
    .orderBy('tenant_id')
    .limit(given.most),
)
