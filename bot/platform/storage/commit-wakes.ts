import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** A loop that takes its work from rows. */
export type Loop = 'jobs' | 'outbox'

/** Open transaction → the loops that it leaves work for. */
const left = new WeakMap<Kysely<Schema>, Set<Loop>>()

/** Wakes the loop once this transaction has committed. A write outside of a transaction wakes nothing. */
export function wakeAfterCommit(tx: Kysely<Schema>, loop: Loop): void {
  left.get(tx)?.add(loop)
}

/** Wakes loops after commits, so that no caller can forget it: on SQLite a forgotten job would wait for up to an hour. */
export class CommitWakes {
  readonly #listeners: Record<Loop, Set<() => void>> = { jobs: new Set(), outbox: new Set() }

  subscribe(loop: Loop, wake: () => void): () => void {
    this.#listeners[loop].add(wake)
    return () => void this.#listeners[loop].delete(wake)
  }

  /** Runs a transaction, perhaps several times until one commits; `run` passes each one through `open`. */
  async during<T>(run: (open: (tx: Transaction<Schema>) => Transaction<Schema>) => Promise<T>): Promise<T> {
    let loops = new Set<Loop>()
    const result = await run((tx) => {
      loops = new Set()
      left.set(tx, loops)
      return tx
    })
    for (const loop of loops) for (const wake of this.#listeners[loop]) wake()
    return result
  }
}
