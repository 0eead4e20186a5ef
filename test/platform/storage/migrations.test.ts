import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '#platform/storage/open-database.ts'
import { openTestDatabase, temporaryFile } from '../../support/databases.ts'

test('an empty database gets every table, and a second start changes nothing', async () => {
  const path = await temporaryFile()
  const first = await openDatabase(path)
  const schema = () => sql<{ sql: string }>`select name, sql from sqlite_master order by name`
  const before = (await schema().execute(first.db)).rows
  await first.close()
  const second = await openTestDatabase({}, path)
  expect((await schema().execute(second.db)).rows).toEqual(before)
  const tables = await second.db.introspection.getTables()
  expect(tables.map((table) => table.name).sort()).toEqual(
    [
      'alert_deliveries',
      'alert_digests',
      'alert_events',
      'alert_places',
      'alert_subscriptions',
      'alerts',
      'app_refreshes',
      'approval_places',
      'audit',
      'audit_head',
      'baselines',
      'blocks',
      'acts',
      'campaign_members',
      'campaigns',
      'card_places',
      'conversations',
      'event_head',
      'event_subjects',
      'events',
      'exceptions',
      'consent_links',
      'consents',
      'grants',
      'history_exports',
      'jobs',
      'known_people',
      'leads',
      'leavings',
      'marks',
      'notice_acknowledgements',
      'notices',
      'outbox',
      'own_acts',
      'owners',
      'packs',
      'refused_attempts',
      'request_consents',
      'requests',
      'requirements',
      'settled_reads',
      'sync_guard',
      'sync_runs',
      'tenants',
      'webhook_deliveries',
      'webhook_targets',
      'what_if_plans',
    ].sort(),
  )
})

test('a database of a newer version is refused, and let go of as it is', async () => {
  const path = await temporaryFile()
  await (await openDatabase(path)).close()
  change(path, "insert into kysely_migration (name, timestamp) values ('999-tomorrow', 'later')")
  const before = readFileSync(path)
  await expect(openDatabase(path)).rejects.toThrow('newer version of Grantkeeper (migration "999-tomorrow")')
  expect(readFileSync(path)).toEqual(before)
  change(path, "delete from kysely_migration where name = '999-tomorrow'")
  await openTestDatabase({}, path)
})

function change(path: string, text: string): void {
  const raw = new DatabaseSync(path)
  raw.exec(text)
  raw.close()
}

test('tables that stand in the way stop the start, and nothing of the migration stays', async () => {
  const path = await temporaryFile()
  // One of the last tables.
  change(path, 'create table conversations (own text)')
  await expect(openDatabase(path)).rejects.toThrow('could not be brought up to date')
  const after = new DatabaseSync(path)
  const tables = after
    .prepare("select name from sqlite_master where type = 'table' and name not like 'kysely%'")
    .all()
  after.close()
  expect(tables.map((row) => row.name)).toEqual(['conversations'])
})

test('every question that is asked often has its index', async () => {
  const { db } = await openTestDatabase()
  const plan = async (query: { compile(): { sql: string; parameters: readonly unknown[] } }) => {
    const { sql: text, parameters } = query.compile()
    const filled = parameters.reduce<string>(
      (all, value) => all.replace('?', typeof value === 'number' ? `${value}` : `'${value}'`),
      text,
    )
    const { rows } = await sql.raw<{ detail: string }>(`explain query plan ${filled}`).execute(db)
    return rows.map((row) => row.detail).join('; ')
  }
  const inOrder = db.selectFrom('tenants').selectAll().orderBy('attention').orderBy('name_key').orderBy('id')
  const due = db
    .selectFrom('outbox')
    .selectAll()
    .where('dead_at', 'is', null)
    .where('due_at', '<=', 1)
    .orderBy('due_at')
    .orderBy('id')
  const page = db
    .selectFrom('audit')
    .selectAll()
    .where('tenant_id', '=', 't')
    .where('id', '<', 9)
    .orderBy('id', 'desc')
  const jobs = db
    .selectFrom('jobs')
    .selectAll()
    .where('queue', '=', 'q')
    .where('run_at', '<=', 1)
    .orderBy('run_at')
    .orderBy('id')
  const open = db.selectFrom('consent_links').selectAll().where('tenant_id', '=', 't').where('ended', '=', 0)
  for (const query of [
    inOrder.limit(10),
    inOrder.where('any_blocked', '=', 1).limit(10),
    due,
    page,
    jobs,
    open,
  ]) {
    const text = await plan(query)
    expect(text).toContain('USING INDEX')
    expect(text).not.toContain('TEMP B-TREE')
  }
})
