import { sqlitePath } from './database.ts'
import { type Migrate, rollBack } from './migrate.ts'
import { isPostgresUrl, migratePostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import { TransactionGuard } from './transaction-guard.ts'

/**
 * Takes the newest migration of this database back, so that the version before can be started again; no instance may run
 * meanwhile. Gives its name, undefined when there is none that can be taken back.
 * @throws Error as `openDatabase`
 */
export async function rollBackDatabase(url: string): Promise<string | undefined> {
  let undone: string | undefined
  const migrate: Migrate = async (db, autoId) => {
    undone = await rollBack(db, autoId)
  }
  if (isPostgresUrl(url)) await migratePostgres(url, migrate)
  else await (await openSqlite(sqlitePath(url), new TransactionGuard(), { migrate })).destroy()
  return undone
}
