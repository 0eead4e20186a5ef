import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Dialect, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { DatabaseError } from './database-error.ts'
import { type Migrate, migrateToLatest } from './migrate.ts'
import type { AutoId } from './migrations/auto-id.ts'
import type { Schema } from './schema.ts'
import { SqliteDriver } from './sqlite-driver.ts'
import type { Step } from './step.ts'
import type { TransactionGuard } from './transaction-guard.ts'

const busyTimeoutMs = 5_000
/** Of 4 KB each. Beyond them the log is copied into the file, which waits for the disk twice more than a commit does. */
const logPages = 4_000

const autoId: AutoId = { type: 'integer', build: (column) => column.primaryKey().autoIncrement() }

class Adapter extends SqliteAdapter {
  /** Two connections with a queue before the writing one: our driver keeps the order, not Kysely's lock. */
  override get supportsMultipleConnections() {
    return true
  }
  /** SQLite takes back DDL with the transaction; Kysely says no because of pragmas that we do not use. */
  override get supportsTransactionalDdl() {
    return true
  }
}

/**
 * Opens (and makes) the file: WAL, every commit on the disk before it is answered, foreign keys on; brings its tables up to date.
 * @throws DatabaseError when it cannot be opened
 */
export async function openSqlite(
  path: string,
  guard: TransactionGuard,
  { step, migrate = migrateToLatest }: { step?: Step; migrate?: Migrate },
): Promise<Kysely<Schema>> {
  if (path === ':memory:') throw new Error('":memory:" has no second connection; give the path of a file')
  const { writer, reader } = openConnections(path)
  const dialect: Dialect = {
    createAdapter: () => new Adapter(),
    createDriver: () => new SqliteDriver(writer, reader, guard, step),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
  const db = new Kysely<Schema>({ dialect })
  try {
    await migrate(db, autoId)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return db
}

function openConnections(path: string): { writer: DatabaseSync; reader: DatabaseSync } {
  let writer: DatabaseSync | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    writer = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true })
    writer.exec('pragma journal_mode = wal; pragma synchronous = full')
    writer.exec(`pragma wal_autocheckpoint = ${logPages}`)
    return { writer, reader: new DatabaseSync(path, { timeout: busyTimeoutMs, readOnly: true }) }
  } catch (cause) {
    writer?.close()
    throw new DatabaseError('file', `file "${path}"`, cause)
  }
}
