import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { DEFAULT_MIGRATION_TABLE } from 'kysely/migration'

export type Row = Readonly<Record<string, unknown>>

/** The SQLite file of a stopped Grantkeeper, read-only and locked until `close`. */
export interface SqliteSource {
  /** Names of the executed migrations, in order. */
  migrations: readonly string[]
  tables: readonly string[]
  columns(table: string): string[]
  count(table: string): number
  rows(table: string): Iterable<Row>
  /** The highest number that an auto-incremented table has used; 0 for none. */
  lastNumber(table: string): number
  close(): void
}

/** @throws Error with a message for the operator if the file doesn't exist, is in use, or isn't ours */
export function openSqliteSource(path: string): SqliteSource {
  if (!existsSync(path)) throw new Error(`There is no file "${path}"`)
  const connection = lock(path)
  const names = (query: string): string[] =>
    connection
      .prepare(query)
      .all()
      .map(({ name }) => String(name))
  const tables = names("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
  if (!tables.includes(DEFAULT_MIGRATION_TABLE)) {
    connection.close()
    throw new Error(`"${path}" is not a database of Grantkeeper`)
  }
  const numbers = new Map(
    connection
      .prepare('select name, seq from sqlite_sequence')
      .all()
      .map(({ name, seq }) => [String(name), Number(seq)]),
  )
  return {
    migrations: names(`select name from ${DEFAULT_MIGRATION_TABLE} order by name`),
    tables: tables.filter((name) => !name.startsWith('kysely_')),
    columns: (table) => names(`select name from pragma_table_info('${table}')`),
    count: (table) => Number(connection.prepare(`select count(*) as n from "${table}"`).get()?.n),
    rows: (table) => connection.prepare(`select * from "${table}" order by rowid`).iterate() as Iterable<Row>,
    lastNumber: (table) => numbers.get(table) ?? 0,
    close: () => connection.close(),
  }
}

/** Fails if another process has the file open, even an idle one. A write-ahead log that was left is read too. */
function lock(path: string): DatabaseSync {
  const connection = new DatabaseSync(path, { timeout: 0 })
  try {
    connection.exec('pragma locking_mode = exclusive; begin immediate; pragma query_only = on')
    return connection
  } catch (cause) {
    connection.close()
    const code = cause instanceof Error && 'errcode' in cause ? cause.errcode : undefined
    const isBusy = code === 5 || code === 261
    throw new Error(
      isBusy
        ? `Another program has "${path}" open. Stop Grantkeeper first.`
        : `"${path}" cannot be read as a database`,
      { cause },
    )
  }
}
