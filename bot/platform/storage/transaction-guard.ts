import { AsyncLocalStorage } from 'node:async_hooks'

/** Detects a second transaction, or a write without `tx`, within an open transaction: a bug that would deadlock. */
export class TransactionGuard {
  readonly #current = new AsyncLocalStorage<{ open: boolean }>()

  async run<T>(work: () => Promise<T>): Promise<T> {
    const mark = { open: true }
    try {
      return await this.#current.run(mark, work)
    } finally {
      mark.open = false
    }
  }

  /** @throws Error within an open transaction */
  assertNotInside(): void {
    if (this.#current.getStore()?.open) {
      throw new Error('A transaction is open here: write through its `tx`, not through the database')
    }
  }
}
