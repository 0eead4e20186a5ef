import { DatabaseSync } from 'node:sqlite'
import {
  type Dialect,
  Kysely,
  type LimitNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  ValueNode,
} from 'kysely'
import { DatabaseError } from './database-error.ts'
import { type Migrate, migrateToLatest } from './migrate.ts'
import type { AutoId } from './migrations/auto-id.ts'
import { ownFile } from './own-file.ts'
import type { Schema } from './schema.ts'
import { SqliteDriver } from './sqlite-driver.ts'
import type { Step } from './step.ts'
import type { TransactionGuard } from './transaction-guard.ts'

const busyTimeoutMs = 5_000
/** Pages of 4 KB. Beyond them, a checkpoint copies the log into the file, which takes two more disk syncs than a commit. */
const logPages = 4_000

const autoId: AutoId = { type: 'integer', build: (column) => column.primaryKey().autoIncrement() }

class Adapter extends SqliteAdapter {
  /** Our driver has two connections and serializes writes itself, without Kysely's lock. */
  override get supportsMultipleConnections() {
    return true
  }
  /** SQLite rolls back DDL with the transaction; Kysely's default is false because of pragmas that we don't use. */
  override get supportsTransactionalDdl() {
    return true
  }
}

class Compiler extends SqliteQueryCompiler {
  /**
   * SQLite plans by the value of a limit, so it prepares a statement with one as parameter anew in every run, which takes
   * several times as long as a point read.
   */
  protected override visitLimit(node: LimitNode): void {
    const { limit } = node
    if (ValueNode.is(limit) && Number.isInteger(limit.value)) this.append(`limit ${limit.value}`)
    else {
      super.visitLimit(node)
      // Known only when a prepared query runs: an expression isn't asked for its value.
      this.append(' + 0')
    }
  }
}

interface OpenOptions {
  step?: Step
  migrate?: Migrate
  /** Called with each file that other users of the machine can read, and that can't be closed to them. */
  onExposed?: ((path: string) => void) | undefined
}

interface OpenedSqlite {
  db: Kysely<Schema>
  /** Differs after every commit to the file, also by another process. About one microsecond. */
  dataVersion(): number
}

/** Opens or creates the file with WAL, synchronous commits and foreign keys, and migrates it. @throws DatabaseError */
export async function openSqlite(
  path: string,
  guard: TransactionGuard,
  { step, onExposed, migrate = migrateToLatest }: OpenOptions,
): Promise<OpenedSqlite> {
  if (path === ':memory:') throw new Error('":memory:" has no second connection; give the path of a file')
  const { writer, reader } = openConnections(path, onExposed)
  const dialect: Dialect = {
    createAdapter: () => new Adapter(),
    createDriver: () => new SqliteDriver(writer, reader, guard, step),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new Compiler(),
  }
  const db = new Kysely<Schema>({ dialect })
  try {
    await migrate(db, autoId)
  } catch (error) {
    await db.destroy()
    throw error
  }
  // Asked on the connection that never writes: SQLite counts the commits of other connections only.
  const version = reader.prepare('pragma data_version')
  return { db, dataVersion: () => Number(version.get()?.data_version) }
}

/** What was committed survives a crash of the machine; readers don't wait for the writer. */
export const durably = (writer: DatabaseSync): void =>
  writer.exec('pragma journal_mode = wal; pragma synchronous = full')

function openConnections(
  path: string,
  onExposed: OpenOptions['onExposed'],
): { writer: DatabaseSync; reader: DatabaseSync } {
  let writer: DatabaseSync | undefined
  try {
    for (const exposed of ownFile(path)) onExposed?.(exposed)
    writer = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true })
    durably(writer)
    writer.exec(`pragma wal_autocheckpoint = ${logPages}`)
    return { writer, reader: new DatabaseSync(path, { timeout: busyTimeoutMs, readOnly: true }) }
  } catch (cause) {
    writer?.close()
    throw new DatabaseError('file', `file "${path}"`, cause)
  }
}
