import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import type { StoredEntry } from './stored-entry.ts'

/** A place in the chain of the history: the number of an entry and its hash. */
export interface Link {
  id: number
  hash: string
}

export interface Head extends Link {
  /** The last entry that was removed by retention; the chain begins after it. */
  anchor: Link
}

/** Where each database was last seen to end. Only saves a question: nothing is written unless it is still so. */
const lastSeen = new WeakMap<object, Link>()

/**
 * Moves the end of the chain on by one entry, whose hash `next` makes, and gives its place. Until the transaction ends
 * no other, of any instance, gets behind it: the row of the head is locked. One statement, unless another instance or an
 * undone transaction moved the head meanwhile.
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

/** A write that changes nothing takes the lock on every database, and shows what the holder before left. */
async function lockHead(tx: Db): Promise<Link> {
  const row = await tx
    .updateTable('audit_head')
    .set((eb) => ({ id: eb.ref('id') }))
    .where('name', '=', 'head')
    .returning(['id', 'hash'])
    .executeTakeFirst()
  if (!row) throw new Error('The head of the history is gone')
  return { id: row.id, hash: row.hash }
}

/** Where the chain begins and ends; undefined when somebody removed the row. */
export async function findHead(db: Db): Promise<Head | undefined> {
  const row = await db.selectFrom('audit_head').selectAll().where('name', '=', 'head').executeTakeFirst()
  return (
    row && {
      id: row.id,
      hash: row.hash,
      anchor: { id: row.anchor_id, hash: row.anchor_hash },
    }
  )
}

/** Entries as they are stored, in the order of the chain, a page at a time: `size` is all that is in memory. */
export async function* readChain(
  db: Db,
  { afterId, size = 2_000 }: { afterId: number; size?: number },
): AsyncGenerator<StoredEntry[]> {
  for (let after = afterId; ; ) {
    const { rows } = await selectPage(db, { after, size })
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < size) return
    after = last.id
  }
}

const selectPage = prepare((db: Db, given: { after: number; size: number }) =>
  db.selectFrom('audit').selectAll().where('id', '>', given.after).orderBy('id').limit(given.size),
)
