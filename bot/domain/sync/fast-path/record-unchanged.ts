import type { Tx } from '#platform/storage/database.ts'
import { listSettledDigests, noteScheduled } from '../../tenants/settled-reads-store.ts'
import { markCheckedAgain } from '../../tenants/tenants-store.ts'

/** A read with the digest of the stored settled read. */
interface UnchangedAnswer {
  tenantId: string
  digest: string
  at: Date
}

/**
 * Stores the time of unchanged reads with one statement for all of them. Returns the IDs of these tenants; the settled reads of
 * the others were replaced since the read, so they must be read again.
 */
export async function recordUnchanged(
  tx: Tx,
  reads: readonly UnchangedAnswer[],
  evaluationKey: string,
  manual: boolean,
): Promise<ReadonlySet<string>> {
  const all = reads.map(({ tenantId }) => tenantId)
  const known = await listSettledDigests(tx, all, evaluationKey)
  const unchanged = reads.filter(({ tenantId, digest }) => known.get(tenantId) === digest)
  const ids = unchanged.map(({ tenantId }) => tenantId)
  const at = new Date(Math.min(...unchanged.map((read) => read.at.getTime())))
  await markCheckedAgain(tx, ids, at)
  if (!manual) await noteScheduled(tx, ids, at)
  return new Set(ids)
}
