import type { Db } from '#platform/storage/database.ts'
import type { Link } from './chain-store.ts'

/** The leading entries of the history that are older than `before`, at most `limit`: their number and the last one. */
export async function findOldEntries(
  db: Db,
  before: Date,
  limit: number,
): Promise<{ count: number; last?: Link }> {
  const rows = await db.selectFrom('audit').select(['id', 'at', 'hash']).orderBy('id').limit(limit).execute()
  const younger = rows.findIndex((row) => row.at >= before.getTime())
  const count = younger < 0 ? rows.length : younger
  const last = rows[count - 1]
  return { count, ...(last && { last: { id: last.id, hash: last.hash } }) }
}

/** Removes entries, which nothing else does. The chain then begins after `last`. */
export async function removeEntries(tx: Db, last: Link): Promise<void> {
  await tx.deleteFrom('audit').where('id', '<=', last.id).execute()
  await tx
    .updateTable('audit_head')
    .set({ anchor_id: last.id, anchor_hash: last.hash })
    .where('name', '=', 'head')
    .execute()
}
