import type { Kysely } from 'kysely'
import { DEFAULT_MIGRATION_TABLE } from 'kysely/migration'
import { listExecuted } from './migrate.ts'
import { type Moved, moveTables } from './move-tables.ts'
import { openForMoving } from './postgres.ts'
import type { Schema } from './schema.ts'
import { openSqliteSource, type SqliteSource } from './sqlite-source.ts'

/**
 * Moves everything from the SQLite file of a stopped Grantkeeper into an empty PostgreSQL database, in one transaction:
 * all of it or nothing. The file stays as it is. `check` sees the database before the end and stops it by throwing.
 * @throws Error with a sentence for whoever runs it
 */
export async function moveToPostgres(
  path: string,
  url: string,
  check: (db: Kysely<Schema>) => Promise<void>,
): Promise<Moved[]> {
  const source = openSqliteSource(path)
  try {
    const db = await openForMoving(url)
    try {
      assertSameVersion(source, await listExecuted(db))
      return await db
        .transaction()
        .setIsolationLevel('serializable')
        .execute(async (tx) => {
          const moved = await moveTables(source, tx)
          await check(tx)
          return moved
        })
    } finally {
      await db.destroy()
    }
  } finally {
    source.close()
  }
}

/** The database has the tables of this version. */
function assertSameVersion({ migrations }: SqliteSource, known: readonly string[]): void {
  const missing = known.find((name) => !migrations.includes(name))
  if (missing !== undefined)
    throw new Error(
      `The file was written by an older version (without "${missing}"). Start this version on it once, then stop it and try again.`,
    )
  const newer = migrations.find((name) => !known.includes(name))
  if (newer !== undefined)
    throw new Error(
      `The file was written by a newer version of Grantkeeper ("${newer}" in ${DEFAULT_MIGRATION_TABLE})`,
    )
}
