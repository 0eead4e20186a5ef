import type { Tx } from './database.ts'

/** Open transaction → what it still writes before it commits. */
const pending = new WeakMap<object, (() => Promise<void>)[]>()

/** Calls `write` once `tx` has nothing else to do. What it locks is locked for the shortest time, and always last. */
export function beforeCommit(tx: Tx, write: () => Promise<void>): void {
  const writes = pending.get(tx)
  if (!writes) throw new Error('No transaction of the database is open here')
  writes.push(write)
}

/** Runs the work of a transaction, then what was left for its end. */
export async function withLastWrites<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const writes: (() => Promise<void>)[] = []
  pending.set(tx, writes)
  const result = await work(tx)
  for (const write of writes) await write()
  pending.delete(tx)
  return result
}
