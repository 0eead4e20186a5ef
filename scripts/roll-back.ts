import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { sqlitePath } from '#platform/storage/open-database.ts'
import { isPostgresUrl } from '#platform/storage/postgres-url.ts'
import { rollBackDatabase } from '#platform/storage/roll-back.ts'

// Rolls back the newest migration, one per call. Exit code 1: none can be rolled back. Exit code 2: the database cannot be opened.
const { values } = parseArgs({
  options: {
    database: {
      type: 'string',
      default: process.env.DATABASE_URL || process.env.DATABASE_FILE || 'data/grantkeeper.sqlite',
    },
  },
})

try {
  const { database } = values
  // Opening a missing file would create it.
  if (!isPostgresUrl(database) && !existsSync(sqlitePath(database)))
    throw new Error(`There is no database at "${database}"`)
  const undone = await rollBackDatabase(database)
  console.log(undone ? `Rolled back: ${undone}` : 'There are no more migrations that can be rolled back.')
  process.exitCode = undone ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
