import { type Kysely, sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration'
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
import { settledReads } from './migrations/012-settled-reads.ts'
import { consents } from './migrations/013-consents.ts'
import { blocks } from './migrations/014-blocks.ts'
import { secondPerson } from './migrations/016-second-person.ts'
import { endedSubscriptions } from './migrations/017-ended-subscriptions.ts'
import { auditSeals } from './migrations/018-audit-seals.ts'
import { unreadReasons } from './migrations/019-unread-reasons.ts'
import { refusals } from './migrations/020-refusals.ts'
import { moves } from './migrations/024-moves.ts'
import { acts } from './migrations/026-acts.ts'
import { baselines } from './migrations/028-baselines.ts'
import { exceptions } from './migrations/029-exceptions.ts'
import { leavings } from './migrations/030-leavings.ts'
import { notices } from './migrations/031-notices.ts'
import { owners } from './migrations/032-owners.ts'
import { chases } from './migrations/033-chases.ts'
import { limitedAccess } from './migrations/034-limited-access.ts'
import { whatIfPlans } from './migrations/035-what-if-plans.ts'
import { packs } from './migrations/036-packs.ts'
import { references } from './migrations/036-references.ts'
import { grantsByStatus } from './migrations/037-grants-by-status.ts'
import { events } from './migrations/038-events.ts'
import { webhooks } from './migrations/039-webhooks.ts'
import type { AutoId } from './migrations/auto-id.ts'
import { NewerDatabaseError } from './newer-database-error.ts'
import type { Schema } from './schema.ts'

/** Migrates or rolls back the tables of an open database. */
export type Migrate = (db: Kysely<Schema>, autoId: AutoId) => Promise<void>

/** Names must never change: the database stores them. */
const migrationsOf = (autoId: AutoId): Record<string, Migration> => ({
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
  '012-settled-reads': settledReads(),
  '013-consents': consents(),
  '014-blocks': blocks(),
  '016-second-person': secondPerson(),
  '017-ended-subscriptions': endedSubscriptions(),
  '018-audit-seals': auditSeals(),
  '019-unread-reasons': unreadReasons(),
  '020-refusals': refusals(),
  '024-moves': moves(),
  '026-acts': acts(),
  '028-baselines': baselines(),
  '029-exceptions': exceptions(),
  '030-leavings': leavings(autoId),
  '031-notices': notices(autoId),
  '032-owners': owners(),
  '033-chases': chases(),
  '034-limited-access': limitedAccess(),
  '035-what-if-plans': whatIfPlans(),
  '036-packs': packs(),
  '036-references': references(),
  '037-grants-by-status': grantsByStatus(),
  '038-events': events(),
  '039-webhooks': webhooks(autoId),
})

/** The migrations of this version. */
export const migrationNames = (): string[] =>
  Object.keys(migrationsOf({ type: 'integer', build: (column) => column }))

/** Runs every pending migration in one transaction. @throws NewerDatabaseError; Error if a migration fails */
export async function migrateToLatest(db: Kysely<Schema>, autoId: AutoId): Promise<void> {
  const { error } = await (await openMigrator(db, autoId)).migrateToLatest()
  if (error) throw new Error('The tables could not be brought up to date', { cause: error })
}

/** Rolls back the newest migration and returns its name; undefined if that isn't possible. @throws NewerDatabaseError; Error */
export async function rollBack(db: Kysely<Schema>, autoId: AutoId): Promise<string | undefined> {
  const migrator = await openMigrator(db, autoId)
  const newest = (await listExecuted(db)).at(-1)
  if (newest === undefined || !migrationsOf(autoId)[newest]?.down) return undefined
  const { error } = await migrator.migrateDown()
  if (error) throw new Error(`The migration "${newest}" could not be rolled back`, { cause: error })
  return newest
}

async function openMigrator(db: Kysely<Schema>, autoId: AutoId): Promise<Migrator> {
  const migrations = migrationsOf(autoId)
  const newer = (await listExecuted(db)).find((name) => !(name in migrations))
  if (newer !== undefined) throw new NewerDatabaseError(newer)
  const provider = { getMigrations: async () => migrations }
  // Unordered, because each migration creates the tables of one area and can use a number that was left free.
  return new Migrator({ db, provider, allowUnorderedMigrations: true })
}

/** Names of the executed migrations in the order of their execution, which rolling back depends on. */
export async function listExecuted(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return []
  const query = sql<{ name: string }>`
    select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} order by timestamp, name`
  return (await query.execute(db)).rows.map((row) => row.name)
}
