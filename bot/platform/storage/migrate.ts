import type { Kysely } from 'kysely'
import { listKnown, migrationNames } from './executed-migrations.ts'
import type { AutoId } from './migrations/auto-id.ts'
import type { Schema } from './schema.ts'

/** Migrates or rolls back the tables of an open database. */
export type Migrate = (db: Kysely<Schema>, autoId: AutoId) => Promise<void>

/**
 * Runs every pending migration in one transaction. Their code is loaded only if there is one: most starts find none.
 * @throws NewerDatabaseError; Error if a migration fails
 */
export async function migrateToLatest(db: Kysely<Schema>, autoId: AutoId): Promise<void> {
  const executed = new Set(await listKnown(db))
  if (migrationNames.every((name) => executed.has(name))) return
  const { runPending } = await import('./run-migrations.ts')
  await runPending(db, autoId)
}
