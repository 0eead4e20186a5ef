import type { Migrate } from './migrate.ts'
import { sqlitePath } from './open-database.ts'
import { migratePostgres } from './postgres.ts'
import { isPostgresUrl } from './postgres-url.ts'
import { rollBack } from './run-migrations.ts'
import { openSqlite } from './sqlite.ts'
import { TransactionGuard } from './transaction-guard.ts'

/**
 * Rolls back the newest migration, so that the previous version can start again, and returns its name; undefined if that
 * isn't possible. No instance may run meanwhile. @throws the errors of `openDatabase`
 */
export async function rollBackDatabase(url: string): Promise<string | undefined> {
  let undone: string | undefined
  const migrate: Migrate = async (db, autoId) => {
    undone = await rollBack(db, autoId)
  }
  if (isPostgresUrl(url)) await migratePostgres(url, migrate)
  else await (await openSqlite(sqlitePath(url), new TransactionGuard(), { migrate })).db.destroy()
  return undone
}
