import type { Db } from '#platform/storage/database.ts'
import type { Scope } from '../people/role-reading.ts'
import { attentionOf, exceptedAs, lastThatNeedsAction, needsAction, worstOf } from '../status/rank.ts'
import type { Status } from '../status/status.ts'
import type { AttentionCorrection } from '../tenants/tenant.ts'
import { inScope } from '../tenants/tenants-store.ts'
import { type BoundSets, boundStatuses, isBoundElsewhere } from './bound-sets.ts'

/** Almost always none: the app of a set was granted in more tenants than it works in, and then failed there. */
const most = 500

const open = [...boundStatuses].filter(needsAction)

/**
 * Tenants that are summarized by a set which isn't open there, because its app is used in others: by id, the worst status of
 * their other sets. Reads only tenants that need attention.
 */
export async function listAttentionCorrections(
  db: Db,
  scope: Scope,
  bound: BoundSets,
): Promise<ReadonlyMap<string, AttentionCorrection>> {
  if (bound.size === 0) return new Map()
  // A cross join: SQLite keeps its order, and would else read every grant of the sets instead of the few tenants.
  const found = await inScope(db, scope)
    .crossJoin('grants')
    .whereRef('grants.tenant_id', '=', 'tenants.id')
    .select(['tenants.id as tenantId', 'set_id as setId', 'status'])
    .where('attention', '<=', attentionOf(lastThatNeedsAction))
    .where('set_id', 'in', [...bound.keys()])
    .where('status', 'in', open)
    .where('excepted', '=', 0)
    // The same ones each time, so that counts and pages agree; in the order of an index that begins with what is asked.
    .orderBy('attention')
    .orderBy('name_key')
    .orderBy('tenants.id')
    .limit(most)
    .execute()
  const ids = found.flatMap((row) => (isBound(bound, row) ? [row.tenantId] : []))
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('grants')
    .select(['tenant_id as tenantId', 'set_id as setId', 'status', 'excepted'])
    .where('tenant_id', 'in', [...new Set(ids)])
    .execute()
  const corrections = new Map<string, AttentionCorrection>()
  for (const [tenantId, own] of Map.groupBy(rows, (row) => row.tenantId)) {
    const stored = worstOf(own.map(rankedAs))
    const others = own.filter((row) => !isBound(bound, row))
    const worst = worstOf(others.map(rankedAs)) ?? 'notGranted'
    if (stored && worst !== stored) corrections.set(tenantId, { stored, worst })
  }
  return corrections
}

const rankedAs = ({ status, excepted }: { status: string; excepted: number }): Status =>
  excepted === 1 ? exceptedAs : (status as Status)

const isBound = (bound: BoundSets, row: { tenantId: string; setId: string; status: string }): boolean =>
  isBoundElsewhere(bound, { ...row, status: row.status as Status })
