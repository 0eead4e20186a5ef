import { accessSync, constants, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DEFAULT_MIGRATION_TABLE } from 'kysely/migration'
import { DatabaseError } from './database-error.ts'
import { type FileFacts, type TableState, tableStateOf } from './database-facts.ts'
import { migrationNames } from './executed-migrations.ts'
import { nearestFolder } from './read-disk.ts'
import { durably } from './sqlite.ts'

/**
 * Reads the file and tries in its folder, on another file that is deleted again, whether what is written there lasts.
 * @throws DatabaseError if the file can't be opened, or nothing can be written next to it
 */
export function inspectSqlite(path: string): FileFacts {
  try {
    const tables = existsSync(path) ? readTables(path) : 'absent'
    return { kind: 'file', tables, canWrite: isWritable(path), ...tryToWrite(nearestFolder(path)) }
  } catch (cause) {
    throw new DatabaseError('file', `file "${path}"`, cause)
  }
}

function readTables(path: string): TableState {
  const connection = new DatabaseSync(path, { readOnly: true, timeout: 1_000 })
  try {
    const ours = connection.prepare('select 1 from sqlite_master where name = ?').get(DEFAULT_MIGRATION_TABLE)
    if (!ours) return 'absent'
    const rows = connection.prepare(`select name from ${DEFAULT_MIGRATION_TABLE}`).all()
    return tableStateOf(
      rows.map(({ name }) => String(name)),
      migrationNames,
    )
  } finally {
    connection.close()
  }
}

function isWritable(path: string): boolean {
  try {
    if (existsSync(path)) accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function tryToWrite(folder: string): Pick<FileFacts, 'journal' | 'synchronous'> {
  const path = join(folder, `.grantkeeper-preflight-${process.pid}.sqlite`)
  try {
    const connection = new DatabaseSync(path)
    try {
      durably(connection)
      connection.exec('create table written (at integer); insert into written values (1)')
      const pragma = (name: string) => Object.values(connection.prepare(`pragma ${name}`).get() ?? {})[0]
      return { journal: String(pragma('journal_mode')), synchronous: Number(pragma('synchronous')) }
    } finally {
      connection.close()
    }
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
  }
}
