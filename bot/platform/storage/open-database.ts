import { withLastWrites } from './before-commit.ts'
import { CommitWakes } from './commit-wakes.ts'
import { repeatOnConflict } from './conflict.ts'
import type { Database } from './database.ts'
import { isPostgresUrl } from './postgres-url.ts'
import { openSqlite } from './sqlite.ts'
import type { Step } from './step.ts'
import { TransactionGuard } from './transaction-guard.ts'

export interface DatabaseOptions {
  step?: Step
  /** Called with each SQLite file that other users of the machine can read, and that can't be closed to them. */
  onExposed?: (path: string) => void
}

/**
 * Opens and migrates the database. `url`: a `postgres:` URL, or the path of an SQLite file, optionally after `sqlite:` or `file:`.
 * @throws DatabaseError if it can't be opened; NewerDatabaseError; Error for another kind of URL
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const guard = new TransactionGuard()
  const wakes = new CommitWakes()
  const isShared = isPostgresUrl(url)
  const { db, dataVersion } = isShared
    ? { db: await openServer(url, guard, options), dataVersion: () => undefined }
    : await openSqlite(sqlitePath(url), guard, options)
  return {
    db,
    url,
    isShared,
    dataVersion,
    transaction: async (work) => {
      guard.assertNotInside()
      return wakes.during((open) =>
        repeatOnConflict(() =>
          db.transaction().execute((tx) => guard.run(() => withLastWrites(open(tx), work))),
        ),
      )
    },
    afterCommit: (loop, wake) => wakes.subscribe(loop, wake),
    close: () => db.destroy(),
  }
}

/** Its driver is loaded only where a server is used. */
async function openServer(
  url: string,
  guard: TransactionGuard,
  options: DatabaseOptions,
): Promise<Database['db']> {
  const { openPostgres } = await import('./postgres.ts')
  return openPostgres(url, guard, options)
}

export function sqlitePath(url: string): string {
  const [, scheme, rest] = /^([a-z][a-z0-9+]+):(.*)$/i.exec(url) ?? [undefined, 'sqlite', url]
  const path = rest?.replace(/^\/\/(?=\/)/, '')
  if (path && (scheme === 'sqlite' || scheme === 'file')) return path
  // Quotes the scheme only: a URL can contain a password.
  throw new Error(
    `Database addresses of the kind "${scheme}:" are not supported; give postgres:// or the path of an SQLite file`,
  )
}
