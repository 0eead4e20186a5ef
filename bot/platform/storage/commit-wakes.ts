import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** A loop that polls rows for its work. */
export type Loop = 'jobs' | 'outbox' | 'events'

/** Open transaction → the loops to wake after its commit. */
const pending = new WeakMap<Kysely<Schema>, Set<Loop>>()

/** Wakes the loop once this transaction has committed. Has no effect outside of a transaction. */
export function wakeAfterCommit(tx: Kysely<Schema>, loop: Loop): void {
  pending.get(tx)?.add(loop)
}

/** Wakes loops after commits, so that callers can't forget it: on SQLite, a job would then wait up to an hour. */
export class CommitWakes {
  readonly #listeners: Record<Loop, Set<() => void>> = {
    jobs: new Set(),
    outbox: new Set(),
    events: new Set(),
  }

  subscribe(loop: Loop, wake: () => void): () => void {
    this.#listeners[loop].add(wake)
    return () => void this.#listeners[loop].delete(wake)
  }

  /** Runs a transaction, possibly several times until it commits; `run` passes each attempt through `open`. */
  async during<T>(run: (open: (tx: Transaction<Schema>) => Transaction<Schema>) => Promise<T>): Promise<T> {
    let loops = new Set<Loop>()
    const result = await run((tx) => {
      loops = new Set()
      pending.set(tx, loops)
      return tx
    })
    for (const loop of loops) for (const wake of this.#listeners[loop]) wake()
    return result
  }
}
