import { type Kysely, sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration'
import { start } from './migrations/001-start.ts'
import { cardPlaces } from './migrations/002-card-places.ts'
import { outbox } from './migrations/003-outbox.ts'
import { requests } from './migrations/004-requests.ts'
import { alerts } from './migrations/005-alerts.ts'
import { auditChain } from './migrations/006-audit-chain.ts'
import { campaigns } from './migrations/007-campaigns.ts'
import { historyExports } from './migrations/008-exports.ts'
import { syncScopes } from './migrations/008-sync-scopes.ts'
import { jobLeases } from './migrations/010-job-leases.ts'
import { leads } from './migrations/011-leads.ts'
import type { AutoId } from './migrations/auto-id.ts'
import type { Schema } from './schema.ts'

/**
 * Runs, in one transaction, every migration this database has not seen. Names are kept for ever: they are the memory of it.
 * @throws Error when a migration fails, or when a newer version of this program has been at work in this database.
 */
export async function migrateToLatest(db: Kysely<Schema>, autoId: AutoId): Promise<void> {
  const migrations = {
    '001-start': start(autoId),
    '002-card-places': cardPlaces(),
    '003-outbox': outbox(),
    '004-requests': requests(),
    '005-alerts': alerts(autoId),
    '006-audit-chain': auditChain(),
    '007-campaigns': campaigns(autoId),
    '008-exports': historyExports(),
    '008-sync-scopes': syncScopes(),
    '010-job-leases': jobLeases(),
    '011-leads': leads(),
  }
  const newer = (await listExecuted(db)).find((name) => !(name in migrations))
  if (newer !== undefined) {
    throw new Error(`The database was written by a newer version of Grantkeeper (migration "${newer}")`)
  }
  const provider = { getMigrations: async () => migrations }
  // Each makes the tables of one area, so that a number left free may be taken later.
  const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true })
  const { error } = await migrator.migrateToLatest()
  if (error) throw new Error('The tables could not be brought up to date', { cause: error })
}

async function listExecuted(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return []
  const query = sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`
  return (await query.execute(db)).rows.map((row) => row.name)
}
