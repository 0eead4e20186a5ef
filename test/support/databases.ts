import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Database } from '#platform/storage/database.ts'
import { type DatabaseOptions, openDatabase } from '#platform/storage/open-database.ts'
import { folderForFiles } from './memory-folder.ts'

/** The path of a database file for this test; the folder is removed when the test ends. */
export async function temporaryFile(): Promise<string> {
  const folder = await makeFolder()
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'test.sqlite')
}

/** An empty database for this test, or the one at `path`; closed when the test ends. */
export async function openTestDatabase(options?: DatabaseOptions, path?: string): Promise<Database> {
  const database = await openDatabase(path ?? (await emptyDatabaseFile()), options)
  onTestFinished(() => database.close())
  return database
}

/** What a database file holds once `fill` is done with it; the file itself is gone. */
export async function readDatabaseFile(fill: (path: string) => Promise<unknown>): Promise<Buffer> {
  const folder = await makeFolder()
  const path = join(folder, 'test.sqlite')
  try {
    await fill(path)
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A database with its tables and nothing in them. Made once in a worker: a copy costs a third of the migrations. */
let empty: Promise<Buffer> | undefined

/** The path of a database for this test, with its tables and nothing in them. */
export async function emptyDatabaseFile(): Promise<string> {
  empty ??= readDatabaseFile(async (path) => (await openDatabase(path)).close())
  const file = await temporaryFile()
  await writeFile(file, await empty)
  return file
}

const makeFolder = (): Promise<string> => mkdtemp(join(folderForFiles, 'grantkeeper-test-'))
