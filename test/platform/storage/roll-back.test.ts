import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Database } from '#platform/storage/database.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { rollBackDatabase } from '#platform/storage/roll-back.ts'
import { temporaryFile } from '../../support/databases.ts'
import { barePostgres } from '../../support/postgres-database.ts'
import { administer } from '../../support/postgres-server.ts'
import { putJobs } from '../../support/put-jobs.ts'

const kept = ['tenants', 'audit', 'audit_head', 'sync_runs'] as const

/** A row in a table that the newest migrations changed, and one in another. */
async function fill(database: Database): Promise<void> {
  const { db } = database
  await putJobs(database, [{ queue: 'sync.tenant', key: 'a', runAt: new Date(1) }])
  await sql`insert into sync_runs (id, total, done, failed, changed, failures_json, state, person_json, started_at, scope_json)
    values ('one', 1, 0, 0, 0, '[]', 'running', '{}', 5, '["t"]'),
           ('two', 1, 0, 0, 0, '[]', 'running', '{}', 5, null)`.execute(db)
}

async function rowsOf({ db, isShared }: Database): Promise<Record<string, unknown[]>> {
  const tables = kept.map(async (table) => {
    const { rows } = await sql`select * from ${sql.table(table)} order by 1`.execute(db)
    return [table, rows] as const
  })
  const jobs = await (isShared
    ? sql`select name, singleton_key, data, priority, start_after, created_on, state from pgboss.job`
    : sql`select * from jobs`
  ).execute(db)
  return { ...Object.fromEntries(await Promise.all(tables)), jobs: jobs.rows }
}

/** Writes as an older version of the program would. */
async function runRaw(url: string, ...statements: string[]): Promise<void> {
  if (url.startsWith('postgres')) return void (await administer(url, ...statements))
  const file = new DatabaseSync(url)
  for (const statement of statements) file.exec(statement)
  file.close()
}

async function rollBackTo(url: string, wanted: string): Promise<void> {
  for (let name = await rollBackDatabase(url); name !== wanted; name = await rollBackDatabase(url))
    if (name === undefined) throw new Error(`Expected to roll back ${wanted}`)
}

const places = { SQLite: temporaryFile, PostgreSQL: barePostgres }

describe.each(Object.entries(places))('a migration taken back, on %s', (_name, makePlace) => {
  test('the newest can always be, and what the version before knows is kept', async () => {
    const url = await makePlace()
    const first = await openDatabase(url)
    await fill(first)
    const before = await rowsOf(first)
    await first.close()
    const undone: string[] = []
    for (;;) {
      const name = await rollBackDatabase(url)
      if (name === undefined) break
      undone.push(name)
    }
    expect(undone.length).toBeGreaterThanOrEqual(4)
    const again = await openDatabase(url)
    onTestFinished(() => again.close())
    const { sync_runs: runs, ...others } = await rowsOf(again)
    const { sync_runs: runsBefore, ...othersBefore } = before
    expect(others).toEqual(othersBefore)
    expect(others.jobs).toHaveLength(1)
    // A round that only the newer version knows has ended.
    const [one, two] = runsBefore as object[]
    expect(runs).toEqual([{ ...one, scope_json: null, state: 'cancelled', ended_at: 5 }, two])
  })

  test('every migration since the history was chained can be', async () => {
    const url = await makePlace()
    await (await openDatabase(url)).close()
    const undone: string[] = []
    for (let name = await rollBackDatabase(url); name; name = await rollBackDatabase(url)) undone.push(name)
    const database = await openDatabase(url)
    onTestFinished(() => database.close())
    const { rows } = await sql<{
      name: string
    }>`select name from kysely_migration where name > '007' order by name`.execute(database.db)
    expect(undone.toSorted()).toEqual(rows.map(({ name }) => name))
  })

  test('approvers and signers of consents that are under way are kept by an upgrade', async () => {
    const url = await makePlace()
    await (await openDatabase(url)).close()
    await rollBackTo(url, '013-consents')
    await runRaw(
      url,
      `insert into requests (id, code, kind, tenants_json, reason, requester_json, requester_key, state, version, hash,
        basis_json, attention, created_at, lapses_at, decision_json, signer_json)
        values ('r', 'ABC', 'grant', '[]', 'why', '{}', 'k', 'approved', 2, 'h', '{}', 1, 1, 2, '{"by":{"name":"Bob"}}',
          '{"name":"Victor"}')`,
      `insert into consents (id, kind, person_json, conversation_id, code, created_at)
        values ('c', 'grant', '{}', 'a', 'ABC', 1), ('d', 'grant', '{}', 'a', 'DEF', 1)`,
      `insert into request_consents (consent_id, request_id) values ('c', 'r')`,
    )
    const database = await openDatabase(url)
    onTestFinished(() => database.close())
    const rows = await database.db
      .selectFrom('consents')
      .select(['id', 'approved_by_json', 'signer_json'])
      .orderBy('id')
      .execute()
    expect(rows).toEqual([
      { id: 'c', approved_by_json: '{"name":"Bob"}', signer_json: '{"name":"Victor"}' },
      { id: 'd', approved_by_json: null, signer_json: null },
    ])
  })

  test('blocks are kept by an upgrade and a rollback, also those of tenants that were removed', async () => {
    const url = await makePlace()
    await (await openDatabase(url)).close()
    await rollBackTo(url, '014-blocks')
    const by = '{"tenantId":"h","objectId":"a","name":"Alice"}'
    const entry = (id: number, action: string, place: string, detail = 'null') =>
      `insert into audit (id, at, actor_json, action, tenant_id, set_id, result, detail_json, hash)
        values (${id}, ${id * 10}, '${by.replace('Alice', `Person ${id}`)}', '${action}', ${place}, 'done', '${detail}', '')`
    const blocked = `{"verified":{"at":"2026-01-01T00:00:00.000Z","permissions":[]},"blocked":{"at":"2026-02-02T00:00:00.000Z","by":${by}}}`
    const grant = (setId: string, memory: string) =>
      `insert into grants (tenant_id, set_id, version, status, status_since, usable, consent_open, evaluation_json, memory_json)
        values ('here', '${setId}', 1, 'blocked', 1, 0, 0, '{"findings":[]}', '${memory}')`
    await runRaw(
      url,
      `insert into tenants (id, display_name, default_domain, name_key, state, version, attention, counts_json, any_blocked, added_at, next_sync_at)
        values ('here', 'Here', 'h', 'here', 'connected', 1, 1, '{}', 1, 1, 1)`,
      grant('a', blocked),
      grant('b', '{}'),
      entry(1, 'grant.block', "'gone', 'a'"),
      entry(2, 'grant.block', "'gone', 'b'"),
      entry(3, 'tenant.remove', "'gone', null", '{"sets":{"a":"blocked","b":"granted"}}'),
      entry(4, 'tenant.remove', "'here', null", '{"sets":{"b":"blocked"}}'),
    )
    const database = await openDatabase(url)
    const rows = await database.db.selectFrom('blocks').selectAll().orderBy('tenant_id').execute()
    const stored = await database.db.selectFrom('grants').select('memory_json').orderBy('set_id').execute()
    await database.close()
    expect(rows.map(({ person_json, ...row }) => ({ ...row, by: JSON.parse(person_json).name }))).toEqual([
      { tenant_id: 'gone', set_id: 'a', at: 10, reason: null, final: 0, by: 'Person 1' },
      { tenant_id: 'here', set_id: 'a', at: Date.parse('2026-02-02'), reason: null, final: 0, by: 'Alice' },
    ])
    expect(stored.map(({ memory_json }) => Object.keys(JSON.parse(memory_json)))).toEqual([
      ['verified', 'blocked'],
      [],
    ])
    await rollBackTo(url, '014-blocks')
    const before = await openDatabase(url)
    onTestFinished(() => before.close())
    const again = await before.db.selectFrom('blocks').select(['tenant_id', 'set_id', 'at']).execute()
    expect(again).toContainEqual({ tenant_id: 'here', set_id: 'a', at: Date.parse('2026-02-02') })
  })
})
