import type { Kysely, Transaction } from 'kysely'
import { CommitWakes, type Loop } from './commit-wakes.ts'
import { repeatOnConflict } from './conflict.ts'
import { isPostgresUrl, openPostgres } from './postgres.ts'
import type { Schema } from './schema.ts'
import { openSqlite } from './sqlite.ts'
import type { Step } from './step.ts'
import { TransactionGuard } from './transaction-guard.ts'

/** What a store asks for: the database itself or a transaction. */
export type Db = Kysely<Schema>
export type Tx = Transaction<Schema>

export interface Database {
  /** Reads outside of transactions see only what is committed. A write here is a transaction of its own. */
  db: Db
  /** Other instances may work on it too: what only one of them may do needs a lease. */
  isShared: boolean
  /**
   * Runs `work` in one transaction that is durable when the promise resolves; if it throws, nothing of it stays.
   * Transactions of one process run one after another, and those of several processes as if they did. For that `work` is
   * run again from its beginning when another process was in its way, so that it must change nothing but through `tx`,
   * and what it waits for must be the database. Inside, only `tx` may be used for writing, and its errors are not swallowed.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Calls `wake` after each commit that left work for this loop; the result unsubscribes. */
  afterCommit(loop: Loop, wake: () => void): () => void
  close(): Promise<void>
}

export interface DatabaseOptions {
  step?: Step
}

/**
 * Opens the database and brings its tables up to date. `url` is the address of a PostgreSQL database (`postgres:`), or the
 * path of an SQLite file, with or without `sqlite:` or `file:` in front.
 * @throws DatabaseError when it cannot be opened; NewerDatabaseError; Error when the address is of another kind
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const guard = new TransactionGuard()
  const wakes = new CommitWakes()
  const isShared = isPostgresUrl(url)
  const db = isShared
    ? await openPostgres(url, guard, options)
    : await openSqlite(sqlitePath(url), guard, options)
  return {
    db,
    isShared,
    transaction: async (work) => {
      guard.assertNotInside()
      return wakes.during((open) =>
        repeatOnConflict(() => db.transaction().execute((tx) => guard.run(() => work(open(tx))))),
      )
    },
    afterCommit: (loop, wake) => wakes.subscribe(loop, wake),
    close: () => db.destroy(),
  }
}

export function sqlitePath(url: string): string {
  const [, scheme, rest] = /^([a-z][a-z0-9+]+):(.*)$/i.exec(url) ?? [undefined, 'sqlite', url]
  const path = rest?.replace(/^\/\/(?=\/)/, '')
  if (path && (scheme === 'sqlite' || scheme === 'file')) return path
  // The word before the colon only: an address may hold a password.
  throw new Error(
    `Database addresses of the kind "${scheme}:" are not supported; give postgres:// or the path of an SQLite file`,
  )
}
