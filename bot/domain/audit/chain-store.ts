import type { Db } from '#platform/storage/database.ts'
import { prepare } from '#platform/storage/prepare.ts'
import { type Keyring, macOf } from './keyring.ts'
import { readPages } from './read-pages.ts'
import type { StoredEntry } from './stored-entry.ts'

/** A link of the hash chain: the number of an entry and its hash. */
export interface Link {
  id: number
  hash: string
}

/** The key and the MAC of an entry or of the head; null without a key. */
export interface Seal {
  key_id: string | null
  mac: string | null
}

export interface Head extends Link, Seal {
  /** The last entry removed by retention; the chain begins after it. */
  start: Link
  /** The newest entry that notes a change from outside. */
  brokenId?: number
}

interface Chain {
  keyring?: Keyring | undefined
  /** Last known head. Saves a query; a write succeeds only if it is still the head. */
  seen?: Link | undefined
}

/** By adapter, which a database shares with its transactions. */
const chains = new WeakMap<object, Chain>()

function chainOf(db: Db): Chain {
  const { adapter } = db.getExecutor()
  const chain = chains.get(adapter) ?? {}
  chains.set(adapter, chain)
  return chain
}

/** From now on, entries that are written through this database are sealed with the current key; without a keyring, they aren't. */
export function useKeyring(db: Db, keyring: Keyring | undefined): void {
  chainOf(db).keyring = keyring
}

export const keyringOf = (db: Db): Keyring | undefined => chainOf(db).keyring

/**
 * The end of the chain: the last one seen here or, locked until the transaction ends, the stored one with its seal. Only
 * `advanceHead` shows whether the former is still right.
 */
export async function currentHead(tx: Db): Promise<Link | Head> {
  return chainOf(tx).seen ?? (await lockHead(tx))
}

/**
 * Moves the head by one entry and returns the seal of that entry; undefined if another instance or a rolled-back transaction has
 * moved the head. Locks its row until the transaction ends, against all instances.
 */
export async function advanceHead(tx: Db, before: Link, after: Link): Promise<Seal | undefined> {
  const chain = chainOf(tx)
  const key = chain.keyring?.current
  const head = { key_id: key?.id ?? null, mac: key ? macOf(key, 'head', after) : null }
  const { numAffectedRows } = await writeHead(tx, { ...after, ...head, old: before.hash })
  chain.seen = numAffectedRows === 1n ? after : undefined
  return chain.seen && { key_id: head.key_id, mac: key ? macOf(key, 'entry', after) : null }
}

const writeHead = prepare((db: Db, given: Link & Seal & { old: string }) =>
  db
    .updateTable('audit_head')
    .set({ id: given.id, hash: given.hash, key_id: given.key_id, mac: given.mac })
    .where('name', '=', 'head')
    .where('hash', '=', given.old),
)

/** Remembers which entry notes a change from outside. */
export async function markBroken(tx: Db, id: number): Promise<void> {
  await tx.updateTable('audit_head').set({ broken_id: id }).where('name', '=', 'head').execute()
}

/** Locks with an update that changes nothing, which works on every database and reads the latest committed row. */
export async function lockHead(tx: Db): Promise<Head> {
  const row = await tx
    .updateTable('audit_head')
    .set((eb) => ({ id: eb.ref('id') }))
    .where('name', '=', 'head')
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new Error('The head of the history is missing')
  return headOf(row)
}

/** Undefined if the row was deleted. */
export async function findHead(db: Db): Promise<Head | undefined> {
  const row = await db.selectFrom('audit_head').selectAll().where('name', '=', 'head').executeTakeFirst()
  return row && headOf(row)
}

const headOf = (row: {
  id: number
  hash: string
  anchor_id: number
  anchor_hash: string
  key_id: string | null
  mac: string | null
  broken_id: number | null
}): Head => ({
  id: row.id,
  hash: row.hash,
  key_id: row.key_id,
  mac: row.mac,
  start: { id: row.anchor_id, hash: row.anchor_hash },
  ...(row.broken_id !== null && { brokenId: row.broken_id }),
})

export async function findHash(db: Db, id: number): Promise<string | undefined> {
  const row = await db.selectFrom('audit').select('hash').where('id', '=', id).executeTakeFirst()
  return row?.hash
}

/** The number of the first sealed entry, or of the first one that a key began with. */
export async function findSealed(db: Db, begun?: { keyId: string }): Promise<number | undefined> {
  let query = db.selectFrom('audit').select('id').where('key_id', 'is not', null)
  if (begun) query = query.where('key_id', '=', begun.keyId).where('action', '=', 'audit.key')
  return (await query.orderBy('id').limit(1).executeTakeFirst())?.id
}

/** Stored entries in the order of the chain, at most `size` in memory. */
export function readChain(
  db: Db,
  { afterId, size = 2_000 }: { afterId: number; size?: number },
): AsyncGenerator<StoredEntry[]> {
  return readPages(afterId, size, (after) => readChainPage(db, { after, size }))
}

/** At most `size` entries behind this one, in the order of the chain. */
export const readChainPage = async (db: Db, page: { after: number; size: number }): Promise<StoredEntry[]> =>
  (await selectPage(db, page)).rows

const selectPage = prepare((db: Db, given: { after: number; size: number }) =>
  db.selectFrom('audit').selectAll().where('id', '>', given.after).orderBy('id').limit(given.size),
)
