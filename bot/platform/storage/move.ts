import type { Kysely } from 'kysely'
import { DEFAULT_MIGRATION_TABLE } from 'kysely/migration'
import { listExecuted } from './executed-migrations.ts'
import { type Moved, moveTables } from './move-tables.ts'
import { openForMoving } from './postgres.ts'
import type { Schema } from './schema.ts'
import { openSqliteSource, type SqliteSource } from './sqlite-source.ts'

/**
 * Copies the SQLite file of a stopped Grantkeeper into an empty PostgreSQL database, in one transaction. The file doesn't
 * change. `check` runs before the commit and prevents it by throwing.
 * @throws Error with a message for the operator
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

/** The file must have exactly the tables of this version, as the database does. */
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
