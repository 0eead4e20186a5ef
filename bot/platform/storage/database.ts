import type { Kysely, Transaction } from 'kysely'
import type { Loop } from './commit-wakes.ts'
import type { Schema } from './schema.ts'

/** The database itself or a transaction. */
export type Db = Kysely<Schema>
export type Tx = Transaction<Schema>

export interface Database {
  /** Reads outside of transactions see only committed data. A write here is a transaction of its own. */
  db: Db
  /** What it was opened with. It can contain a password: never log it. */
  url: string
  /** Several instances can use the database, so exclusive work needs a lease. */
  isShared: boolean
  /**
   * Differs after every commit of any process: while it is equal, so is everything that can be read. Undefined if asking would
   * cost as much as reading.
   */
  dataVersion(): number | undefined
  /**
   * Runs `work` in one serializable transaction that is durable when the promise resolves; if it throws, it is rolled back.
   * Transactions of a process run one after another. After a conflict with another process, `work` runs again, so it must not
   * have other side effects, wait for anything but the database, write without `tx`, or swallow errors of `tx`.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Calls `wake` after each commit with work for this loop; the result unsubscribes. */
  afterCommit(loop: Loop, wake: () => void): () => void
  close(): Promise<void>
}
