import type { Kysely, Transaction } from 'kysely'
import { Inside } from './inside.ts'
import { migrateToLatest } from './migrate.ts'
import type { Schema } from './schema.ts'
import { openSqlite } from './sqlite.ts'
import type { Step } from './step.ts'

/** What a store asks for: the database itself or a transaction. */
export type Db = Kysely<Schema>
export type Tx = Transaction<Schema>

export interface Database {
  /** Reads outside of transactions see only what is committed. A write here is a transaction of its own. */
  db: Db
  /**
   * Runs `work` in one transaction that is durable when the promise resolves; if it throws, nothing of it stays.
   * Transactions of one process run one after another. Inside, only `tx` may be used for writing.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface DatabaseOptions {
  step?: Step
}

/**
 * Opens the database and brings its tables up to date.
 * `url` is the path of an SQLite file, with or without `sqlite:` or `file:` in front.
 * @throws Error when the address is of another kind, the file cannot be opened, or it was written by a newer version.
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const inside = new Inside()
  const { db, autoId } = openSqlite(sqlitePath(url), inside, options)
  try {
    await migrateToLatest(db, autoId)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return {
    db,
    transaction: async (work) => {
      inside.refuse()
      return db.transaction().execute((tx) => inside.run(() => work(tx)))
    },
    close: () => db.destroy(),
  }
}

function sqlitePath(url: string): string {
  const [, scheme, rest] = /^([a-z][a-z0-9+]+):(.*)$/i.exec(url) ?? [undefined, 'sqlite', url]
  const path = rest?.replace(/^\/\/(?=\/)/, '')
  if (path && (scheme === 'sqlite' || scheme === 'file')) return path
  // The word before the colon only: an address may hold a password.
  throw new Error(
    `Database addresses of the kind "${scheme}:" are not supported; give the path of an SQLite file`,
  )
}
