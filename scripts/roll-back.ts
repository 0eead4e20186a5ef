import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { sqlitePath } from '#platform/storage/database.ts'
import { isPostgresUrl } from '#platform/storage/postgres.ts'
import { rollBackDatabase } from '#platform/storage/roll-back.ts'

// Takes the newest migration back, once per call. Ends with 1 when none can be, with 2 when the database cannot be opened.
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
  // Opening a file that is not there would make one.
  if (!isPostgresUrl(database) && !existsSync(sqlitePath(database)))
    throw new Error(`There is no database at "${database}"`)
  const undone = await rollBackDatabase(database)
  console.log(undone ? `Taken back: ${undone}` : 'No migration that can be taken back is left.')
  process.exitCode = undone ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
