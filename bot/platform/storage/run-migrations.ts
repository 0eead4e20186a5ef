import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { listKnown, type MigrationName } from './executed-migrations.ts'
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
import { pgBoss } from './migrations/040-pg-boss.ts'
import type { AutoId } from './migrations/auto-id.ts'
import type { Schema } from './schema.ts'

const migrationsOf = (autoId: AutoId): Record<MigrationName, Migration> => ({
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
  '040-pg-boss': pgBoss(autoId),
})

/** Runs every pending migration in one transaction. @throws Error if one fails */
export async function runPending(db: Kysely<Schema>, autoId: AutoId): Promise<void> {
  const { error } = await makeMigrator(db, autoId).migrateToLatest()
  if (error) throw new Error('The tables could not be brought up to date', { cause: error })
}

/** Rolls back the newest migration and returns its name; undefined if that isn't possible. @throws NewerDatabaseError; Error */
export async function rollBack(db: Kysely<Schema>, autoId: AutoId): Promise<string | undefined> {
  const newest = (await listKnown(db)).at(-1)
  if (newest === undefined || !migrationsOf(autoId)[newest].down) return undefined
  const { error } = await makeMigrator(db, autoId).migrateDown()
  if (error) throw new Error(`The migration "${newest}" could not be rolled back`, { cause: error })
  return newest
}

function makeMigrator(db: Kysely<Schema>, autoId: AutoId): Migrator {
  const provider = { getMigrations: async () => migrationsOf(autoId) }
  // Unordered, because each migration creates the tables of one area and can use a number that was left free.
  return new Migrator({ db, provider, allowUnorderedMigrations: true })
}
