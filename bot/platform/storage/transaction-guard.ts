import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Knows whether the running code is part of an open transaction. A second transaction, or a write beside it, would wait
 * for the first one, which waits for it: that mistake becomes an error instead of a silence.
 */
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

  /** @throws Error inside of an open transaction */
  assertNotInside(): void {
    if (this.#current.getStore()?.open) {
      throw new Error('A transaction is open here: write through its `tx`, not through the database')
    }
  }
}
