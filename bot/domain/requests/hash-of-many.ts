import { createHash } from 'node:crypto'
import type { Db } from '#platform/storage/database.ts'
import { findGrant } from '../grants/grants-store.ts'
import type { ManyOrder, RequestSnapshot } from './request.ts'
import { snapshotHash } from './snapshot.ts'

/**
 * Equal exactly when the effect of an order of one person is. Lifting blocks is also bound to the versions of the grants: a
 * block that was lifted and made anew is not the one that its card named.
 */
export async function hashOfMany(
  db: Db,
  { kind, setId }: ManyOrder,
  snapshot: RequestSnapshot,
): Promise<string> {
  const hash = snapshotHash(snapshot)
  if (kind !== 'unblock' || setId === undefined) return hash
  const versions: string[] = []
  for (const { id } of snapshot.tenants) {
    const grant = await findGrant(db, id, setId)
    versions.push(`${id} ${grant?.version ?? 0}`)
  }
  return createHash('sha256')
    .update(JSON.stringify([hash, versions.toSorted()]))
    .digest('hex')
}
