import { type Kysely, SqliteAdapter, sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE } from 'kysely/migration'
import { NewerDatabaseError } from './newer-database-error.ts'
import type { Schema } from './schema.ts'

/** The migrations of this version. Names must never change: the database stores them. */
export const migrationNames = [
  '001-start',
  '002-card-places',
  '003-outbox',
  '004-requests',
  '005-alerts',
  '006-audit-chain',
  '007-campaigns',
  '008-exports',
  '008-sync-scopes',
  '010-job-leases',
  '011-leads',
  '012-settled-reads',
  '013-consents',
  '014-blocks',
  '016-second-person',
  '017-ended-subscriptions',
  '018-audit-seals',
  '019-unread-reasons',
  '020-refusals',
  '024-moves',
  '026-acts',
  '028-baselines',
  '029-exceptions',
  '030-leavings',
  '031-notices',
  '032-owners',
  '033-chases',
  '034-limited-access',
  '035-what-if-plans',
  '036-packs',
  '036-references',
  '037-grants-by-status',
  '038-events',
  '039-webhooks',
  '040-pg-boss',
] as const

export type MigrationName = (typeof migrationNames)[number]

const isKnown = (name: string): name is MigrationName => migrationNames.includes(name as MigrationName)

/** The executed migrations, in the order of their execution. @throws NewerDatabaseError if one isn't of this version */
export async function listKnown(db: Kysely<Schema>): Promise<MigrationName[]> {
  return (await listExecuted(db)).map((name) => {
    if (!isKnown(name)) throw new NewerDatabaseError(name)
    return name
  })
}

/** Names of the executed migrations in the order of their execution, which rolling back depends on. */
export async function listExecuted(db: Kysely<Schema>): Promise<string[]> {
  if (!(await isMigrated(db))) return []
  const query = sql<{ name: string }>`
    select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} order by timestamp, name`
  return (await query.execute(db)).rows.map((row) => row.name)
}

/** Asked about one table: Kysely's introspection reads the columns of all of them, which takes most of an opening. */
async function isMigrated(db: Kysely<Schema>): Promise<boolean> {
  const tables =
    db.getExecutor().adapter instanceof SqliteAdapter
      ? sql`select name from sqlite_master where type = 'table' and name = ${DEFAULT_MIGRATION_TABLE}`
      : sql`select tablename from pg_tables where schemaname = current_schema() and tablename = ${DEFAULT_MIGRATION_TABLE}`
  return (await tables.execute(db)).rows.length > 0
}
