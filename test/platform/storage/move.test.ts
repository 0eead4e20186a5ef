import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { append } from '#domain/audit/audit-store.ts'
import { makeKeyring } from '#domain/audit/keyring.ts'
import { openHistory } from '#domain/audit/open-history.ts'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import type { Database, Db } from '#platform/storage/database.ts'
import { moveToPostgres } from '#platform/storage/move.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { alice, at } from '../../stores/samples.ts'
import { temporaryFile } from '../../support/databases.ts'
import { makeTestLog } from '../../support/logs.ts'
import { barePostgres, emptyPostgres, openInstance } from '../../support/postgres-database.ts'
import { administer } from '../../support/postgres-server.ts'
import { programOf } from '../../support/programs.ts'

type Rows = Record<string, unknown>[]

const nothing = async () => {}

/** The tables of a file, without Kysely's own. */
function tablesOf(file: DatabaseSync): string[] {
  const question = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
  const names = file
    .prepare(question)
    .all()
    .map(({ name }) => String(name))
  return names.filter((name) => !name.startsWith('kysely_'))
}

/** A stopped installation with a history and rows in every table. */
async function installation(many: Readonly<Record<string, number>> = {}): Promise<string> {
  const path = await temporaryFile()
  const database = await openDatabase(path)
  const entry = { actor: alice, action: 'grant.block', result: 'done' as const }
  for (let i = 0; i < 5; i++) await append(database.db, { ...entry, at: at(i), reason: 'ünïcode "🚀" \\ \n' })
  await database.close()
  // Grants can be written before their tenant.
  const file = new DatabaseSync(path, { enableForeignKeyConstraints: false })
  file.exec('begin')
  for (const table of tablesOf(file).filter((name) => !name.startsWith('audit'))) {
    const columns = file.prepare(`select name, type from pragma_table_info('${table}')`).all()
    const insert = file.prepare(`insert into "${table}" values (${columns.map(() => '?').join(', ')})`)
    for (let i = 1; i <= (many[table] ?? 3); i++)
      insert.run(...columns.map(({ name, type }) => sampleOf(String(name), String(type), i)))
    file.exec(`delete from "${table}" where rowid = (select max(rowid) from "${table}")`)
  }
  file.exec('commit')
  file.close()
  return path
}

function sampleOf(name: string, type: string, i: number): string | number {
  if (name === 'data_json') return JSON.stringify({ text: `${i} – "x"` })
  if (type === 'text') return `${i} – "x"`
  return type === 'bigint' ? 1_790_000_000_000 + i : i
}

test('every row of every table arrives as it was, and numbers go on after the last one ever given', async () => {
  const path = await installation({ alerts: 2_500 })
  const before = readFileSync(path)
  const to = await barePostgres()
  const moved = await moveToPostgres(path, to, nothing)
  expect(readFileSync(path).equals(before)).toBe(true)
  const file = new DatabaseSync(path, { readOnly: true })
  const tables = tablesOf(file)
  expect(moved.map(({ table }) => table).toSorted()).toEqual(tables.toSorted())
  const database = await openInstance(to)
  // Jobs are pg-boss's there: see upgrade-jobs.test.ts.
  for (const table of tables.filter((name) => name !== 'jobs')) {
    const first = String(file.prepare(`select name from pragma_table_info('${table}')`).get()?.name)
    const told = file.prepare(`select * from "${table}" order by "${first}"`).all()
    const question = sql<Rows[0]>`select * from ${sql.table(table)} order by ${sql.ref(first)}`
    expect({ table, rows: (await question.execute(database.db)).rows }).toEqual({
      table,
      rows: told.map((row) => ({ ...row })),
    })
  }
  file.close()
  const { last } = (await administer(to, 'select last_value as last from alerts_id_seq'))[0] ?? {}
  expect(Number(last)).toBe(2_500)
  expect(await verifyChain(database.db)).toMatchObject({ entries: 5, head: { id: 5 } })
  await append(database.db, { actor: alice, action: 'grant.block', result: 'done', at: at(9) })
  expect(await verifyChain(database.db)).toMatchObject({ entries: 6, damage: undefined })
})

test('a database that something has used is refused, and so are other versions of the file', async () => {
  const path = await installation()
  const to = await emptyPostgres()
  const used = await openInstance(to)
  await append(used.db, { actor: alice, action: 'grant.block', result: 'done', at: at(0) })
  await expect(moveToPostgres(path, to, nothing)).rejects.toThrow('not empty: there are rows in "audit"')
  const bare = await barePostgres()
  const file = new DatabaseSync(path)
  file.exec("insert into kysely_migration (name, timestamp) values ('999-tomorrow', 'later')")
  file.close()
  await expect(moveToPostgres(path, bare, nothing)).rejects.toThrow(
    'by a newer version of Grantkeeper ("999-',
  )
  const older = new DatabaseSync(path)
  older.exec("delete from kysely_migration where name in ('999-tomorrow', '010-job-leases')")
  older.close()
  await expect(moveToPostgres(path, bare, nothing)).rejects.toThrow(
    'an older version (without "010-job-leases")',
  )
})

test('a file that is in use, is absent or is something else is refused', async () => {
  const path = await installation()
  const to = await barePostgres()
  const running = await openDatabase(path)
  await expect(moveToPostgres(path, to, nothing)).rejects.toThrow('Stop Grantkeeper first')
  await running.close()
  await expect(moveToPostgres(`${path}.none`, to, nothing)).rejects.toThrow('There is no file')
  const other = await temporaryFile()
  const file = new DatabaseSync(other)
  file.exec('create table own (a text)')
  file.close()
  await expect(moveToPostgres(other, to, nothing)).rejects.toThrow('is not a database of Grantkeeper')
})

test('the file cannot be opened while it is moved, and what fails leaves nothing behind', async () => {
  const path = await installation()
  const to = await barePostgres()
  const check = async () => {
    const other = new DatabaseSync(path, { timeout: 0 })
    expect(() => other.exec('select * from tenants')).toThrow('locked')
    other.close()
    throw new Error('It does not fit')
  }
  await expect(moveToPostgres(path, to, check)).rejects.toThrow('It does not fit')
  expect(await administer(to, 'select count(*)::int as n from tenants')).toEqual([{ n: 0 }])
  await moveToPostgres(path, to, nothing)
  expect(await administer(to, 'select count(*)::int as n from tenants')).toEqual([{ n: 2 }])
})

test('what a killed process left in the log of the file arrives too', async () => {
  const path = await temporaryFile()
  const script = `
    const { openDatabase } = await import('./bot/platform/storage/open-database.ts')
    const { append } = await import('./bot/domain/audit/audit-store.ts')
    const { db } = await openDatabase(process.argv[1])
    await append(db, { actor: 'system', action: 'sync.all', result: 'done', at: new Date(5) })
    process.kill(process.pid, 'SIGKILL')`
  const options = ['--no-warnings', '--input-type=module', '-e', script, path]
  expect(spawnSync(process.execPath, options, { stdio: ['ignore', 'ignore', 'inherit'] }).signal).toBe(
    'SIGKILL',
  )
  const to = await barePostgres()
  await moveToPostgres(path, to, nothing)
  expect(await administer(to, 'select action from audit')).toEqual([{ action: 'sync.all' }])
})

test('the command says what arrived, and a history that does not fit stays where it is', async () => {
  const path = await installation()
  const to = await barePostgres()
  const program = await programOf('scripts/migrate-sqlite-to-postgres.ts')
  const run = (...options: string[]) => {
    const command = ['--no-warnings', program, ...options]
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' })
    return { status, stdout, stderr }
  }
  const change = (text: string) => {
    const file = new DatabaseSync(path)
    file.exec(text)
    file.close()
  }
  change("update audit set reason = 'another' where id = 3")
  const damaged = run('--from', path, '--to', to)
  expect(damaged).toMatchObject({ status: 1, stdout: '' })
  expect(damaged.stderr).toMatch(/^Nothing was moved\. The history is damaged from entry 3 on/)
  change('update audit set reason = (select reason from audit where id = 2) where id = 3')
  const done = run('--from', path, '--to', to)
  expect(done).toMatchObject({ status: 0, stderr: '' })
  expect(done.stdout).toContain('         2  tenants')
  expect(done.stdout).toContain('the history of 5 entries is intact')
})

test('a sealed history stays sealed, is verified with its key, and goes on with no other', async () => {
  const path = await temporaryFile()
  const keyring = makeKeyring(['a-key-for-tests-0123456789-abcdefghij'])
  const open = (database: Database, ring = keyring) =>
    openHistory({ database, clock: () => at(0), log: makeTestLog() }, ring)
  const entry = { actor: alice, action: 'grant.block', result: 'done' as const, at: at(1) }
  const source = await openDatabase(path)
  await open(source)
  await append(source.db, entry)
  await source.close()
  const to = await barePostgres()
  const check = async (db: Db) => expect((await verifyChain(db, undefined, keyring)).damage).toBeUndefined()
  await moveToPostgres(path, to, check)
  const database = await openInstance(to)
  await expect(open(database, makeKeyring(['another-key-for-tests-0123456789-abc']))).rejects.toThrow(
    "isn't listed",
  )
  await open(database)
  await append(database.db, entry)
  expect(await verifyChain(database.db, undefined, keyring)).toMatchObject({ entries: 3, damage: undefined })
})
