import { setImmediate } from 'node:timers/promises'
import { inspect } from 'node:util'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Db, Tx } from '#platform/storage/database.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { withSettings } from '#platform/storage/postgres.ts'
import { prepare } from '#platform/storage/prepare.ts'
import { freePort } from '../../support/free-port.ts'
import {
  barePostgres,
  emptyPostgres,
  openInstance,
  openTestPostgres,
} from '../../support/postgres-database.ts'
import { administer } from '../../support/postgres-server.ts'

const put = (db: Db, id: string, seenAt = 0) =>
  db
    .insertInto('conversations')
    .values({ id, kind: 'personal', tenant_id: 't', person_id: null, reference_json: '{}', seen_at: seenAt })
    .execute()

const ids = async (db: Db) =>
  (await db.selectFrom('conversations').select('id').orderBy('id').execute()).map((row) => row.id)

const tablesOf = async (address: string) => {
  const rows = await administer(
    address,
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
  )
  return rows.map(({ relname }) => relname).filter((name) => !String(name).startsWith('kysely'))
}

describe('several instances', () => {
  test('bring an empty database up to date once, however many start together', async () => {
    const address = await barePostgres()
    await Promise.all(Array.from({ length: 4 }, () => openInstance(address)))
    const [{ count } = {}] = await administer(address, 'select count(*) from kysely_migration')
    expect(Number(count)).toBeGreaterThan(0)
    expect(await tablesOf(address)).toContain('grants')
  })

  test('write as if one after another: what was read is still so when it is written', async () => {
    const address = await emptyPostgres()
    const instances = [await openInstance(address), await openInstance(address), await openInstance(address)]
    // The number of rows names the next one: two that read the same would collide or leave a gap.
    const addNext = async (tx: Tx) => put(tx, String((await ids(tx)).length).padStart(2, '0'))
    await Promise.all(
      Array.from({ length: 10 }).flatMap(() => instances.map(({ transaction }) => transaction(addNext))),
    )
    const expected = Array.from({ length: 30 }, (_, at) => String(at).padStart(2, '0'))
    expect(await ids(instances[0]?.db as Db)).toEqual(expected)
  })

  test('cannot both act on what the other one changes', async () => {
    const address = await emptyPostgres()
    const [one, other] = [await openInstance(address), await openInstance(address)]
    await put(one.db, 'a')
    await put(one.db, 'b')
    // Each may remove one if there are two.
    const remove = (id: string) => async (tx: Tx) => {
      if ((await ids(tx)).length < 2) return
      await tx.deleteFrom('conversations').where('id', '=', id).execute()
    }
    for (let round = 0; round < 10; round++) {
      await Promise.all([one.transaction(remove('a')), other.transaction(remove('b'))])
      const left = await ids(one.db)
      expect(left).toHaveLength(1)
      await put(one.db, left[0] === 'a' ? 'b' : 'a')
    }
  })

  test('see at once what another one has written', async () => {
    const address = await emptyPostgres()
    const [one, other] = [await openInstance(address), await openInstance(address)]
    await put(one.db, 'a')
    expect(await ids(other.db)).toEqual(['a'])
  })
})

describe('the tables', () => {
  test('of a newer version are refused and left as they are', async () => {
    const address = await emptyPostgres()
    await administer(
      address,
      "insert into kysely_migration (name, timestamp) values ('999-tomorrow', 'later')",
    )
    await expect(openDatabase(address)).rejects.toThrow(
      'newer version of Grantkeeper (migration "999-tomorrow")',
    )
    await administer(address, "delete from kysely_migration where name = '999-tomorrow'")
    await openInstance(address)
  })

  test('that stand in the way stop the start, and nothing of the migration stays', async () => {
    const address = await barePostgres()
    await administer(address, 'create table conversations (own text)')
    await expect(openDatabase(address)).rejects.toThrow('cannot be opened')
    expect(await tablesOf(address)).toEqual(['conversations'])
  })

  test('of another program that has its jobs where ours go are named', async () => {
    const address = await barePostgres()
    await administer(address, 'create schema pgboss', 'create table pgboss.version (version int)')
    await expect(openDatabase(address)).rejects.toThrow('another program uses the schema "pgboss"')
    expect(await tablesOf(address)).toEqual([])
  })

  test('of another schema are none of ours', async () => {
    const address = await barePostgres()
    await administer(address, 'create schema other', 'create table other.kysely_migration (name text)')
    const { db } = await openInstance(address)
    expect((await db.introspection.getTables()).map(({ name }) => name)).toContain('grants')
  })
})

describe('values', () => {
  test('times and counts come back as numbers', async () => {
    const { db } = await openTestPostgres()
    const now = 1_790_000_000_123
    await put(db, 'a', now)
    const row = await db
      .selectFrom('conversations')
      .select((eb) => ['seen_at', eb.fn.countAll().over().as('count'), eb.fn.sum('seen_at').over().as('sum')])
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ seen_at: now, count: 1, sum: now })
  })

  test('texts are sorted by their bytes, whatever the language of the database', async () => {
    const { db } = await openTestPostgres()
    for (const id of ['b', 'B', 'ä', 'a', '_', 'A', '-']) await put(db, id)
    expect(await ids(db)).toEqual(['-', 'A', 'B', '_', 'a', 'b', 'ä'])
    const { rows } = await sql<{ own: string }>`select datlocale as own from pg_database
      where datname = current_database()`.execute(db)
    if (!process.env.TEST_DATABASE_URL) expect(rows).toEqual([{ own: 'en-US' }])
  })
})

describe('a connection', () => {
  test('that reads cannot write', async () => {
    const { db } = await openTestPostgres()
    const hidden = db.selectFrom(sql<{ id: number }>`nextval('outbox_id_seq')`.as('next')).selectAll()
    await expect(hidden.execute()).rejects.toThrow('read-only')
  })

  test('that breaks takes its transaction with it, and the next one works', async () => {
    const address = await emptyPostgres()
    const database = await openInstance(address)
    const failing = database.transaction(async (tx) => {
      await put(tx, 'a')
      const own = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await administer(address, `select pg_terminate_backend(${own.rows[0]?.pid})`)
      await put(tx, 'b')
    })
    await expect(failing).rejects.toThrow()
    await database.transaction((tx) => put(tx, 'c'))
    expect(await ids(database.db)).toEqual(['c'])
  })

  test('is shared by the short questions of all turns; when it breaks, the next question opens another', async () => {
    const address = await emptyPostgres()
    const { db } = await openInstance(address)
    const whoAnswers = async (seconds: number): Promise<number | undefined> =>
      (await askSlowly(db, { seconds })).rows[0]?.pid
    const [first, ...others] = await Promise.all([whoAnswers(0), whoAnswers(0), whoAnswers(0)])
    expect(others).toEqual([first, first])
    const waiting = Promise.allSettled([whoAnswers(60), whoAnswers(0)])
    await administer(address, `select pg_terminate_backend(${first})`)
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const second = await whoAnswers(0)
    expect(second).not.toBe(first)
    expect(await whoAnswers(0)).toBe(second)
  })

  test('waits for an answer a little longer than the server works on it', () => {
    const given = new URL(withSettings('postgres://user@host/name', '-c x=1')).searchParams
    expect(Number(given.get('query_timeout'))).toBeGreaterThan(30_000)
    expect(Number(given.get('query_timeout'))).toBeLessThanOrEqual(60_000)
    const own = new URL(withSettings('postgres://user@host/name?query_timeout=7', '-c x=1')).searchParams
    expect(own.getAll('query_timeout')).toEqual(['7'])
  })

  test('that is closed lets the questions under way come to their end', async () => {
    const database = await openDatabase(await emptyPostgres())
    await askSlowly(database.db, { seconds: 0 })
    const asked = askSlowly(database.db, { seconds: 0.1 })
    await setImmediate()
    await database.close()
    expect((await asked).rows).toHaveLength(1)
  })

  test('tells of a statement whose error was swallowed on the way', async () => {
    const { db, transaction } = await openTestPostgres()
    const careless = transaction(async (tx) => {
      await put(tx, 'a')
      await put(tx, 'a').catch(() => {})
    })
    await expect(careless).rejects.toThrow('one of its statements had failed')
    expect(await ids(db)).toEqual([])
  })

  test('that nobody answers is told by host and database, never with the password', async () => {
    const port = await freePort()
    const opening = openDatabase(`postgres://keeper:hunter2@127.0.0.1:${port}/kept`)
    const said = await opening.then(String, (error: unknown) => inspect(error))
    expect(said).toContain(`"kept" on 127.0.0.1:${port} cannot be opened`)
    expect(said).toContain('ECONNREFUSED')
    expect(said).not.toContain('hunter2')
  })
})

test('a prepared question is kept by the connection, but not one for all columns: a newer version may add some', async () => {
  const { db } = await openInstance(await emptyPostgres())
  const named = prepare((on: Db, given: { id: string }) =>
    on.selectFrom('tenants').select('display_name').where('id', '=', given.id),
  )
  const whole = prepare((on: Db, given: { id: string }) =>
    on.selectFrom('tenants').selectAll().where('id', '=', given.id),
  )
  for (const id of ['one', 'two']) for (const ask of [named, whole]) await ask(db, { id })
  const kept = await onSameConnection(db, {})
  expect(kept.rows.filter(({ statement }) => statement.includes('"tenants"'))).toEqual([
    { statement: 'select "display_name" from "tenants" where "id" = $1' },
  ])
})

const onSameConnection = prepare((on: Db, _given: object) =>
  on.selectFrom(sql<{ statement: string }>`pg_prepared_statements`.as('kept')).select('statement'),
)

const askSlowly = prepare((on: Db, { seconds }: { seconds: number }) =>
  on
    .selectFrom(sql<{ pid: number }>`(select pg_backend_pid() as pid, pg_sleep(${seconds}))`.as('answered'))
    .select('pid'),
)
