import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import { readPages } from './read-pages.ts'
import type { StoredEntry } from './stored-entry.ts'

/** A link of the hash chain: the number of an entry and its hash. */
export interface Link {
  id: number
  hash: string
}

export interface Head extends Link {
  /** The last entry removed by retention; the chain begins after it. */
  anchor: Link
}

/** Last known head of each database. Saves a query; the write succeeds only if it is still the head. */
const lastSeen = new WeakMap<object, Link>()

/**
 * Advances the head of the chain by one entry, made by `next`. Locks the row of the head until the transaction ends,
 * against all instances. One statement, unless another instance or a rolled-back transaction has moved the head.
 */
export async function moveHead(tx: Db, next: (before: Link) => Link): Promise<Link> {
  const { adapter } = tx.getExecutor()
  for (;;) {
    const before = lastSeen.get(adapter) ?? (await lockHead(tx))
    const after = next(before)
    const { numAffectedRows } = await writeHead(tx, { ...after, old: before.hash })
    if (numAffectedRows === 1n) {
      lastSeen.set(adapter, after)
      return after
    }
    lastSeen.delete(adapter)
  }
}

const writeHead = prepare((db: Db, given: Link & { old: string }) =>
  db
    .updateTable('audit_head')
    .set({ id: given.id, hash: given.hash })
    .where('name', '=', 'head')
    .where('hash', '=', given.old),
)

/** Locks with an update that changes nothing, which works on every database and reads the latest committed row. */
async function lockHead(tx: Db): Promise<Link> {
  const row = await tx
    .updateTable('audit_head')
    .set((eb) => ({ id: eb.ref('id') }))
    .where('name', '=', 'head')
    .returning(['id', 'hash'])
    .executeTakeFirst()
  if (!row) throw new Error('The head of the history is missing')
  return { id: row.id, hash: row.hash }
}

/** Undefined if the row was deleted. */
export async function findHead(db: Db): Promise<Head | undefined> {
  const row = await db.selectFrom('audit_head').selectAll().where('name', '=', 'head').executeTakeFirst()
  return row && { id: row.id, hash: row.hash, anchor: { id: row.anchor_id, hash: row.anchor_hash } }
}

/** Stored entries in the order of the chain, at most `size` in memory. */
export function readChain(
  db: Db,
  { afterId, size = 2_000 }: { afterId: number; size?: number },
): AsyncGenerator<StoredEntry[]> {
  return readPages(afterId, size, async (after) => (await selectPage(db, { after, size })).rows)
}

const selectPage = prepare((db: Db, given: { after: number; size: number }) =>
  db.selectFrom('audit').selectAll().where('id', '>', given.after).orderBy('id').limit(given.size),
)
