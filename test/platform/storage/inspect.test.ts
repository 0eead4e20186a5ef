import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, inject, test } from 'vitest'
import { DatabaseError } from '#platform/storage/database-error.ts'
import { inspectPostgres } from '#platform/storage/inspect-postgres.ts'
import { inspectSqlite } from '#platform/storage/inspect-sqlite.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { openTestDatabase, temporaryFile } from '../../support/databases.ts'
import { startPooler } from '../../support/fake-pooler.ts'
import { barePostgres, emptyPostgres } from '../../support/postgres-database.ts'
import { administer } from '../../support/postgres-server.ts'

describe('an SQLite file', () => {
  test('that is not there yet is not created; the folder is tried and left as it was', async () => {
    const file = await temporaryFile()
    expect(inspectSqlite(file)).toEqual({
      kind: 'file',
      tables: 'absent',
      canWrite: true,
      journal: 'wal',
      synchronous: 2,
    })
    const deep = join(dirname(file), 'not', 'yet', 'grantkeeper.sqlite')
    expect(inspectSqlite(deep).tables).toBe('absent')
    expect(readdirSync(dirname(file))).toEqual([])
  })

  test('in use is looked at beside the bot, and stays as it is', async () => {
    const file = await temporaryFile()
    await openTestDatabase(undefined, file)
    const before = statSync(file).mtimeMs
    expect(inspectSqlite(file)).toMatchObject({ tables: 'current', canWrite: true })
    expect(statSync(file).mtimeMs).toBe(before)
  })

  test('is of an older version, a newer one, of nobody, or no database', async () => {
    const file = await temporaryFile()
    await (await openDatabase(file)).close()
    const change = (sql: string) => {
      const db = new DatabaseSync(file)
      db.exec(sql)
      db.close()
    }
    change('delete from kysely_migration where name = (select max(name) from kysely_migration)')
    expect(inspectSqlite(file).tables).toBe('older')
    change("insert into kysely_migration values ('999-tomorrow', 'later')")
    expect(inspectSqlite(file).tables).toEqual({ newer: '999-tomorrow' })
    change('drop table kysely_migration')
    expect(inspectSqlite(file).tables).toBe('absent')
    writeFileSync(file, 'no database at all, but a text of some length')
    expect(() => inspectSqlite(file)).toThrow(DatabaseError)
  })

  test.skipIf(process.getuid?.() === 0)('that its owner can only read can’t be written', async () => {
    const file = await temporaryFile()
    await (await openDatabase(file)).close()
    chmodSync(file, 0o400)
    expect(inspectSqlite(file).canWrite).toBe(false)
    expect(existsSync(file)).toBe(true)
  })
})

describe('a PostgreSQL server', () => {
  test('says how it keeps what it is given, as the connection that writes', async () => {
    const facts = await inspectPostgres(await emptyPostgres())
    expect(facts).toMatchObject({
      kind: 'server',
      tables: 'current',
      canWrite: true,
      // The server of the tests outlives nothing; the connection that writes asks for more.
      settings: {
        fsync: 'off',
        full_page_writes: 'off',
        synchronous_commit: 'on',
        isolation: 'serializable',
      },
      isPooledByStatement: false,
    })
    expect(Math.abs(facts.now.getTime() - Date.now())).toBeLessThan(30_000)
  })

  test('without tables is left without; one of a newer version, or of somebody else, is named', async () => {
    const bare = await barePostgres()
    expect(await inspectPostgres(bare)).toMatchObject({ tables: 'absent', canWrite: true })
    expect(await administer(bare, "select to_regclass('kysely_migration') as found")).toEqual([
      { found: null },
    ])
    await administer(
      bare,
      'create table kysely_migration (name text, timestamp text)',
      "insert into kysely_migration values ('999-tomorrow', '')",
    )
    expect((await inspectPostgres(bare)).tables).toEqual({ newer: '999-tomorrow' })
    const role = `guest_${process.pid}`
    await administer(inject('postgres').url, `create role ${role} login`)
    await administer(bare, `grant select on kysely_migration to ${role}`)
    const asGuest = new URL(bare)
    asGuest.username = role
    expect((await inspectPostgres(asGuest.href)).canWrite).toBe(false)
    await administer(bare, `revoke select on kysely_migration from ${role}`)
    await administer(inject('postgres').url, `drop role ${role}`)
  })

  test('behind a pooler that mixes sessions is found out', async () => {
    const facts = await inspectPostgres(await startPooler(await emptyPostgres()))
    expect(facts).toMatchObject({ isPooledByStatement: true, settings: { isolation: 'read committed' } })
  })

  test('that is not there is named without the password', async () => {
    const error = await inspectPostgres('postgres://keeper:hunter2@127.0.0.1:1/kept').catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(DatabaseError)
    expect(String(error)).toContain('"kept" on 127.0.0.1:1')
    expect(String(error)).not.toContain('hunter2')
  })
})
