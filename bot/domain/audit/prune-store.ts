import type { Db } from '#platform/storage/database.ts'
import type { Link } from './chain-store.ts'

/** The first entries of the history that are all older than `before`, at most `limit`: how many, and the last of them. */
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

/** The only place where entries are removed. The chain begins after `last` from now on. */
export async function removeEntries(tx: Db, last: Link): Promise<void> {
  await tx.deleteFrom('audit').where('id', '<=', last.id).execute()
  await tx
    .updateTable('audit_head')
    .set({ anchor_id: last.id, anchor_hash: last.hash })
    .where('name', '=', 'head')
    .execute()
}
