import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Database, type DatabaseOptions, openDatabase } from '#platform/storage/database.ts'
import { folderForFiles } from './memory-folder.ts'

/** The path of a database file for this test; the folder is removed when the test ends. */
export async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(join(folderForFiles, 'grantkeeper-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'test.sqlite')
}

/** An empty database for this test, closed and removed when the test ends. */
export async function openTestDatabase(options?: DatabaseOptions, path?: string): Promise<Database> {
  const database = await openDatabase(path ?? (await temporaryFile()), options)
  onTestFinished(() => database.close())
  return database
}
