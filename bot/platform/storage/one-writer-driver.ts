import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SelectQueryNode,
} from 'kysely'
import { Mutex } from './mutex.ts'
import type { Step } from './step.ts'
import type { TransactionGuard } from './transaction-guard.ts'

type Result = QueryResult<never> | Promise<QueryResult<never>>

/**
 * Serializes all writes of this process. A `select` outside of a transaction uses another connection: it sees the last commit
 * and never waits for a transaction that is open across an `await`. `T` is an open transaction.
 */
export abstract class OneWriterDriver<T> implements Driver {
  readonly #mutex = new Mutex()
  readonly #guard: TransactionGuard
  readonly #step: Step | undefined

  constructor(guard: TransactionGuard, step: Step | undefined) {
    this.#guard = guard
    this.#step = step
  }

  /** If it throws, no transaction is open. */
  protected abstract begin(): T | Promise<T>
  /** If it throws, the transaction is still open. The next one may begin before this one is `saved`. */
  protected abstract commit(open: T): Promise<{ saved?: Promise<void> }>
  protected abstract rollBack(open: T): void | Promise<void>
  protected abstract read(query: CompiledQuery): Result
  protected abstract write(query: CompiledQuery, open?: T): Result
  protected abstract close(): void | Promise<void>

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection<T>> {
    return new Connection((connection, query) => this.#run(connection, query))
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(connection: Connection<T>): Promise<void> {
    this.#guard.assertNotInside()
    this.#step?.('transaction.begin')
    await this.#mutex.acquire()
    try {
      connection.open = await this.begin()
    } catch (error) {
      this.#mutex.release()
      throw error
    }
  }

  async commitTransaction(connection: Connection<T>): Promise<void> {
    this.#step?.('transaction.commit')
    if (connection.open === undefined) throw new Error('No transaction is open on this connection')
    // If this throws, Kysely rolls back, which releases the mutex.
    const { saved } = await this.commit(connection.open)
    this.#end(connection)
    await saved
    this.#step?.('transaction.committed')
  }

  async rollbackTransaction(connection: Connection<T>): Promise<void> {
    // The commit failed, which has already rolled back.
    if (connection.open === undefined) return
    try {
      await this.rollBack(connection.open)
    } finally {
      this.#end(connection)
    }
  }

  async destroy(): Promise<void> {
    await this.#mutex.acquire()
    await this.close()
  }

  async #run({ open }: Connection<T>, query: CompiledQuery): Promise<QueryResult<never>> {
    if (open !== undefined) return this.write(query, open)
    if (SelectQueryNode.is(query.query)) return this.read(query)
    this.#guard.assertNotInside()
    await this.#mutex.acquire()
    try {
      return await this.write(query)
    } finally {
      this.#mutex.release()
    }
  }

  #end(connection: Connection<T>): void {
    connection.open = undefined
    this.#mutex.release()
  }
}

class Connection<T> implements DatabaseConnection {
  open: T | undefined
  readonly #run: (connection: Connection<T>, query: CompiledQuery) => Promise<QueryResult<never>>

  constructor(run: (connection: Connection<T>, query: CompiledQuery) => Promise<QueryResult<never>>) {
    this.#run = run
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#run(this, query)
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Lists are read in pages; streaming is not supported')
  }
}
