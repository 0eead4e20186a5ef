import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { start } from './migrations/001-start.ts'
import type { AutoId } from './migrations/auto-id.ts'
import type { Schema } from './schema.ts'

/** Runs, in one transaction, every migration this database has not seen. Names are kept for ever: they are the memory of it. */
export async function migrateToLatest(db: Kysely<Schema>, autoId: AutoId): Promise<void> {
  const migrations = { '001-start': start(autoId) }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw new Error('The tables could not be brought up to date', { cause: error })
}
