import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Db } from '#platform/storage/database.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { describeStore } from '../../stores/contract.ts'
import { openTestDatabase, temporaryFile } from '../../support/databases.ts'
import { openTestPostgres } from '../../support/postgres-database.ts'

const put = (db: Db, id: string) =>
  db
    .insertInto('conversations')
    .values({ id, kind: 'personal', tenant_id: 't', person_id: null, reference_json: '{}', seen_at: 0 })
    .execute()

const ids = async (db: Db) =>
  (await db.selectFrom('conversations').select('id').orderBy('id').execute()).map((row) => row.id)

/** Runs everything that can run without time passing. */
async function calm(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
}

test('SQLite is given a limit as a number, because it prepares a statement with another one again in every run', async () => {
  const { db } = await openTestDatabase()
  const { sql: text, parameters } = db.selectFrom('tenants').select('id').limit(3).offset(2).compile()
  expect({ text, parameters }).toEqual({
    text: 'select "id" from "tenants" limit 3 offset ?',
    parameters: [2],
  })
  const later = db
    .selectFrom('tenants')
    .select('id')
    .limit({} as unknown as number)
    .compile()
  expect(later.sql).toBe('select "id" from "tenants" limit ? + 0')
})

test('SQLite reads the columns that a table has now, on both connections', async () => {
  const { db, transaction } = await openTestDatabase()
  await sql`create table notes (id text)`.execute(db)
  await sql`insert into notes values ('a')`.execute(db)
  const notes = (from: Db) =>
    from
      .selectFrom('notes' as 'tenants')
      .selectAll()
      .execute()
  const both = async () => [await notes(db), await transaction(notes)]
  expect(await both()).toEqual([[{ id: 'a' }], [{ id: 'a' }]])
  await sql`alter table notes add column more text default 'b'`.execute(db)
  await sql`alter table notes drop column id`.execute(db)
  expect(await both()).toEqual([[{ more: 'b' }], [{ more: 'b' }]])
})

describeStore('a transaction', (open) => {
  test('shows nothing of itself to others before it ends, and all of it afterwards', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      await put(tx, 'a')
      expect(await ids(tx)).toEqual(['a'])
      expect(await ids(database.db)).toEqual([])
      await put(tx, 'b')
    })
    expect(await ids(database.db)).toEqual(['a', 'b'])
  })

  test('leaves nothing behind when its work throws, and gives the error on', async () => {
    const database = await open()
    const mistake = new Error('changed my mind')
    const failed = database.transaction(async (tx) => {
      await put(tx, 'a')
      throw mistake
    })
    await expect(failed).rejects.toBe(mistake)
    expect(await ids(database.db)).toEqual([])
  })

  test('leaves nothing behind when a statement fails, and the next one works', async () => {
    const database = await open()
    const failed = database.transaction(async (tx) => {
      await put(tx, 'a')
      await put(tx, 'a')
    })
    await expect(failed).rejects.toThrow(/unique/i)
    await database.transaction((tx) => put(tx, 'b'))
    expect(await ids(database.db)).toEqual(['b'])
  })

  test('gives back what its work returns', async () => {
    const database = await open()
    expect(await database.transaction(async () => 42)).toBe(42)
  })

  test('waits for the one before it, in the order of asking', async () => {
    const database = await open()
    const steps: string[] = []
    const one = (name: string) =>
      database.transaction(async (tx) => {
        steps.push(`${name} sees ${await ids(tx)}`)
        await put(tx, name)
        await calm()
        steps.push(`${name} ends`)
      })
    await Promise.all([one('a'), one('b'), put(database.db, 'between'), one('c')])
    expect(steps).toEqual(['a sees ', 'a ends', 'b sees a', 'b ends', 'c sees a,b,between', 'c ends'])
  })

  test('that fails does not hold up those that wait for it', async () => {
    const database = await open()
    const failing = database.transaction(async () => {
      await calm()
      throw new Error('no')
    })
    const waiting = database.transaction((tx) => put(tx, 'b'))
    await expect(failing).rejects.toThrow('no')
    await waiting
    expect(await ids(database.db)).toEqual(['b'])
  })

  test('refuses a write beside it instead of waiting for itself for ever', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      await expect(put(database.db, 'beside')).rejects.toThrow('write through its `tx`')
      await expect(database.transaction((inner) => put(inner, 'inner'))).rejects.toThrow(
        'A transaction is open',
      )
      await put(tx, 'a')
    })
    expect(await ids(database.db)).toEqual(['a'])
  })

  test('does not refuse what was begun inside of it and goes on after it', async () => {
    const database = await open()
    let goOn = (): void => {}
    let later: Promise<unknown> = Promise.resolve()
    await database.transaction(async (tx) => {
      await put(tx, 'a')
      const gate = new Promise<void>((resolve) => {
        goOn = resolve
      })
      later = gate.then(() => put(database.db, 'later'))
    })
    goOn()
    await later
    expect(await ids(database.db)).toEqual(['a', 'later'])
  })

  test('tells its steps, in order', async () => {
    const steps: string[] = []
    const database = await open({ step: (name) => steps.push(name) })
    steps.length = 0
    await database.transaction((tx) => put(tx, 'a'))
    expect(steps).toEqual(['transaction.begin', 'transaction.commit', 'transaction.committed'])
  })
})

describe('the file', () => {
  test('is written ahead, and every commit is on the disk before it is answered', async () => {
    const database = await openTestDatabase()
    const read = async (pragma: string) =>
      Object.values((await sql.raw<object>(`pragma ${pragma}`).execute(database.db)).rows[0] ?? {})[0]
    expect(await read('journal_mode')).toBe('wal')
    // 2 is FULL: with NORMAL, a power failure can lose a commit.
    expect(await read('synchronous')).toBe(2)
    expect(await read('foreign_keys')).toBe(1)
  })

  test('is made with its folders, and keeps what was written', async () => {
    const path = join(dirname(await temporaryFile()), 'deep', 'er', 'data.sqlite')
    const first = await openDatabase(path)
    await put(first.db, 'a')
    await first.close()
    const second = await openTestDatabase({}, path)
    expect(await ids(second.db)).toEqual(['a'])
  })

  test.each(['sqlite:', 'file:', 'sqlite://', 'file://', ''])(
    'may be named with "%s" in front',
    async (scheme) => {
      const path = await temporaryFile()
      await openTestDatabase({}, `${scheme}${path}`)
      expect(readFileSync(path).subarray(0, 15).toString()).toBe('SQLite format 3')
    },
  )

  test('is seen as it is by a second process at once', async () => {
    const path = await temporaryFile()
    const [one, other] = [await openTestDatabase({}, path), await openTestDatabase({}, path)]
    await put(one.db, 'a')
    expect(await ids(other.db)).toEqual(['a'])
    await put(other.db, 'b')
    expect(await ids(one.db)).toEqual(['a', 'b'])
  })

  test('has another version after every commit of any process, and the same after reading', async () => {
    const path = await temporaryFile()
    const [one, other] = [await openTestDatabase({}, path), await openTestDatabase({}, path)]
    const seen = new Set([one.dataVersion()])
    for (const [index, database] of [one, other, one, other].entries()) {
      if (index < 2) await put(database.db, `a${index}`)
      else await database.transaction((tx) => put(tx, `a${index}`))
      seen.add(one.dataVersion())
      await ids(one.db)
      expect(seen).toContain(one.dataVersion())
    }
    expect(seen.size).toBe(5)
    expect(seen).not.toContain(undefined)
  })
})

describeStore('a number', (open) => {
  test('comes as a number, also a count, a sum and the largest of some', async () => {
    const { db } = await open()
    await db
      .insertInto('outbox')
      .values({ ...message, due_at: 2 ** 53 - 1 })
      .execute()
    await db
      .insertInto('outbox')
      .values({ ...message, due_at: -5 })
      .execute()
    const figures = await db
      .selectFrom('outbox')
      .select(({ fn }) => [
        fn.countAll().as('count'),
        fn.sum('attempts').as('sum'),
        fn.max('due_at').as('max'),
      ])
      .executeTakeFirst()
    expect(figures).toEqual({ count: 2, sum: 6, max: 2 ** 53 - 1 })
    const returned = await db.updateTable('outbox').set({ attempts: 4 }).returning(['id', 'due_at']).execute()
    expect(returned.map((row) => [typeof row.id, row.due_at])).toEqual([
      ['number', 2 ** 53 - 1],
      ['number', -5],
    ])
  })

  test('that no number of JavaScript equals is an error, and the next question is answered', async () => {
    const { db, transaction } = await open()
    const tooLarge = sql<{ n: number }>`select cast('9007199254740993' as bigint) as n`
    await expect(tooLarge.execute(db)).rejects.toThrow()
    await expect(transaction((tx) => tooLarge.execute(tx))).rejects.toThrow()
    expect(await ids(db)).toEqual([])
  })
})

const message = {
  conversation_id: 'c',
  subject_kind: 'tenant',
  subject_id: 't',
  wanted_at: 0,
  attempts: 3,
  version: 1,
}

describe('the database', () => {
  test('is shared only where several instances can work on it', async () => {
    expect((await openTestDatabase()).isShared).toBe(false)
    expect((await openTestPostgres()).isShared).toBe(true)
  })

  test('has no version where asking for it costs as much as reading', async () => {
    expect((await openTestPostgres()).dataVersion()).toBeUndefined()
  })
})

describe('what cannot be opened says so', () => {
  test('an address of another kind, without the password it may hold', async () => {
    const opening = openDatabase('mysql://user:pass-word@host/db')
    await expect(opening).rejects.toThrow('"mysql:" are not supported')
    await expect(opening).rejects.not.toThrow('pass-word')
  })

  test('no path at all', async () => {
    await expect(openDatabase('')).rejects.toThrow('not supported')
    await expect(openDatabase('sqlite:')).rejects.toThrow('not supported')
  })

  test('a database in memory only', async () => {
    await expect(openDatabase(':memory:')).rejects.toThrow('give the path of a file')
  })

  test('a folder', async () => {
    const path = await temporaryFile()
    mkdirSync(path)
    await expect(openDatabase(path)).rejects.toThrow(`"${path}" cannot be opened`)
  })

  test('a path through a file', async () => {
    const file = await temporaryFile()
    writeFileSync(file, '')
    const path = join(file, 'data.sqlite')
    await expect(openDatabase(path)).rejects.toThrow(`"${path}" cannot be opened`)
  })

  test('a file that is no database, which stays as it is', async () => {
    const path = await temporaryFile()
    const text = 'Dear diary, '.repeat(100)
    writeFileSync(path, text)
    await expect(openDatabase(path)).rejects.toThrow(`"${path}" cannot be opened`)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
})
