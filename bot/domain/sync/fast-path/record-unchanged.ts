import type { Tx } from '#platform/storage/database.ts'
import { listBaselines, noteScheduled } from '../../tenants/baselines-store.ts'
import { markCheckedAgain } from '../../tenants/tenants-store.ts'

/** A read that answered with the digest that was already stored. */
interface UnchangedAnswer {
  tenantId: string
  digest: string
  at: Date
}

/**
 * Stores the time of reads that found nothing new, with one statement for all of them. Returns the ids of the tenants it has
 * stored; the baseline of the others was replaced since they were asked, so that they must be read again.
 */
export async function recordUnchanged(
  tx: Tx,
  reads: readonly UnchangedAnswer[],
  { judgedBy, manual }: { judgedBy: string; manual: boolean },
): Promise<ReadonlySet<string>> {
  const known = await listBaselines(
    tx,
    reads.map(({ tenantId }) => tenantId),
    judgedBy,
  )
  const unchanged = reads.filter(({ tenantId, digest }) => known.get(tenantId) === digest)
  const ids = unchanged.map(({ tenantId }) => tenantId)
  const at = new Date(Math.min(...unchanged.map((read) => read.at.getTime())))
  await markCheckedAgain(tx, ids, at)
  if (!manual) await noteScheduled(tx, ids, at)
  return new Set(ids)
}
