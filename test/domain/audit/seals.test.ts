import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { append } from '#domain/audit/audit-store.ts'
import { keyringOf, useKeyring } from '#domain/audit/chain-store.ts'
import { makeKeyring } from '#domain/audit/keyring.ts'
import { openHistory } from '#domain/audit/open-history.ts'
import { type ChainVerdict, verifyChain } from '#domain/audit/verify-chain.ts'
import { ConfigError } from '#platform/config/problem.ts'
import type { Database } from '#platform/storage/database.ts'
import { entryHash } from '#platform/storage/entry-hash.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { describeStore } from '../../stores/contract.ts'
import { alice, at } from '../../stores/samples.ts'
import { emptyDatabaseFile, openTestDatabase } from '../../support/databases.ts'
import { makeTestLog } from '../../support/logs.ts'

const keyA = 'a-key-for-tests-0123456789-abcdefghij'
const keyB = 'b-key-for-tests-0123456789-abcdefghij'
const ringOf = (...keys: string[]) => makeKeyring(keys)

async function write(database: Database, count: number): Promise<void> {
  for (let n = 0; n < count; n++)
    await append(database.db, {
      at: at(n),
      actor: alice,
      action: 'grant.block',
      result: 'done',
      reason: `reason ${n}`,
    })
}

const openWith = (database: Database, ...keys: string[]) =>
  openHistory({ database, clock: () => at(0), log: makeTestLog() }, ringOf(...keys))

/** A closed file with three entries from before the key, then `audit.key` (4) and five sealed ones (5 to 9). */
async function sealedFile(): Promise<string> {
  const path = await emptyDatabaseFile()
  const database = await openDatabase(path)
  await write(database, 3)
  await openWith(database, keyA)
  await write(database, 5)
  await database.close()
  return path
}

function change(path: string, sql: string): void {
  const raw = new DatabaseSync(path)
  raw.exec(sql)
  raw.close()
}

/** What somebody who can write to the database does after changing an entry: everything fits again, without a key. */
function recompute(path: string): void {
  const raw = new DatabaseSync(path)
  let last = { id: 0, hash: '0'.repeat(64) }
  for (const row of raw.prepare('select * from audit order by id').all()) {
    const hash = entryHash(last.hash, row as unknown as Parameters<typeof entryHash>[1])
    raw.prepare('update audit set hash = ? where id = ?').run(hash, Number(row.id))
    last = { id: Number(row.id), hash }
  }
  raw.prepare('update audit_head set id = ?, hash = ?').run(last.id, last.hash)
  raw.close()
}

async function verify(path: string, ...keys: string[]): Promise<ChainVerdict> {
  return verifyChain((await openTestDatabase({}, path)).db, undefined, ringOf(...keys))
}
const damageOf = async (path: string, ...keys: string[]) => (await verify(path, ...keys)).damage

test('a sealed history is whole with its key, and its chain without one', async () => {
  const path = await sealedFile()
  const { unsealed, reigns, damage } = await verify(path, keyA)
  expect({ unsealed, reigns, damage }).toEqual({
    unsealed: 3,
    reigns: [{ keyId: ringOf(keyA)?.current.id, firstId: 4, entries: 6, isChecked: true }],
    damage: undefined,
  })
  expect(await verify(path)).toMatchObject({ reigns: [{ isChecked: false }], damage: undefined })
})

describe('somebody who can write to the database and has no key', () => {
  test('cannot change an entry and make everything fit again', async () => {
    for (const id of [2, 5, 9]) {
      const path = await sealedFile()
      change(path, `update audit set reason = 'another' where id = ${id}`)
      recompute(path)
      // Without a key nothing can be seen: the chain is as whole as an honest one.
      expect(await damageOf(path)).toBeUndefined()
      expect(await damageOf(path, keyA)).toEqual({ kind: 'forged', id: Math.max(id, 4) })
    }
  })

  test.each([
    ['their end', 'delete from audit where id > 7', { kind: 'end', id: 7 }],
    ['all sealed ones', 'delete from audit where id > 3', { kind: 'end', id: 3 }],
    ['everything', 'delete from audit', { kind: 'end', id: 0 }],
  ])('cannot cut off %s', async (_what, sql, damage) => {
    const path = await sealedFile()
    change(path, sql)
    recompute(path)
    expect(await damageOf(path, keyA)).toEqual(damage)
    // The MAC of the entry that is last now proves nothing about the end.
    change(path, 'update audit_head set mac = (select mac from audit where audit.id = audit_head.id)')
    expect(await damageOf(path, keyA)).toEqual(damage)
  })

  test('cannot cut off all sealed ones and the seal of the end with them', async () => {
    const path = await sealedFile()
    change(path, 'delete from audit where id > 3; update audit_head set mac = null, key_id = null')
    recompute(path)
    expect(await damageOf(path, keyA)).toEqual({ kind: 'neverSealed', id: 3 })
  })

  test('cannot remove the seals', async () => {
    const path = await sealedFile()
    change(path, 'update audit set mac = null, key_id = null where id > 6')
    expect(await damageOf(path, keyA)).toEqual({ kind: 'unsealed', id: 7 })
    expect(await damageOf(path)).toEqual({ kind: 'unsealed', id: 7 })
    change(path, 'update audit set mac = null, key_id = null')
    expect(await damageOf(path, keyA)).toEqual({ kind: 'end', id: 9 })
    change(path, 'update audit_head set mac = null, key_id = null')
    expect(await damageOf(path, keyA)).toEqual({ kind: 'neverSealed', id: 9 })
  })

  test('cannot take the seal off the first sealed entries only', async () => {
    const path = await sealedFile()
    change(path, 'update audit set mac = null, key_id = null where id < 6')
    expect(await damageOf(path, keyA)).toEqual({ kind: 'key', id: 6 })
  })

  test('cannot put in an entry without a MAC, or with one of another entry', async () => {
    const copy = `insert into audit select 10, at, actor_json, action, tenant_id, set_id, result, 'invented', detail_json, hash, key_id, mac, reference_key from audit where id = 9`
    const path = await sealedFile()
    change(path, copy)
    recompute(path)
    expect(await damageOf(path, keyA)).toEqual({ kind: 'forged', id: 10 })
    change(path, 'update audit set mac = null, key_id = null where id = 10')
    recompute(path)
    expect(await damageOf(path, keyA)).toEqual({ kind: 'unsealed', id: 10 })
  })

  test('cannot name another key', async () => {
    const path = await sealedFile()
    const other = ringOf(keyB)?.current.id
    change(path, `update audit set key_id = '${other}' where id = 7`)
    expect(await damageOf(path, keyA, keyB)).toEqual({ kind: 'key', id: 7 })
    change(
      path,
      `update audit set key_id = '${other}' where id > 3; update audit_head set key_id = '${other}'`,
    )
    expect(await damageOf(path, keyA)).toEqual({ kind: 'unknownKey', id: 4 })
    expect(await damageOf(path, keyA, keyB)).toEqual({ kind: 'forged', id: 4 })
  })
})

describe('a key that is replaced', () => {
  async function rotatedFile(): Promise<string> {
    const path = await sealedFile()
    const database = await openDatabase(path)
    await openWith(database, keyB, keyA)
    await write(database, 2)
    await database.close()
    return path
  }

  test('still verifies what it sealed, as long as it is listed', async () => {
    const path = await rotatedFile()
    const { damage, reigns } = await verify(path, keyB, keyA)
    expect(damage).toBeUndefined()
    expect(reigns.map(({ firstId, entries }) => [firstId, entries])).toEqual([
      [4, 6],
      [10, 3],
    ])
    expect(await damageOf(path, keyB)).toEqual({ kind: 'unknownKey', id: 4 })
    const { id } = ringOf(keyA)?.current ?? {}
    expect(await damageOf(path, keyB, `lost:${id}`)).toBeUndefined()
  })

  test('seals nothing more: not by a bot that still has it, and not by whoever stole it', async () => {
    const path = await rotatedFile()
    const database = await openTestDatabase({}, path)
    await expect(openWith(database, keyA, keyB)).rejects.toThrow(/was replaced by/)
    await expect(openWith(database, keyA)).rejects.toThrow(/isn't listed/)
    await expect(
      append(database.db, { at: at(0), actor: alice, action: 'a', result: 'done' }),
    ).rejects.toThrow(/isn't the current one here/)
    const stolen = await sealedFile()
    expect(await damageOf(stolen, keyB, keyA)).toEqual({ kind: 'key', id: 9 })
  })
})

describe('a bot that is started again', () => {
  test('begins the use of a key once', async () => {
    const path = await sealedFile()
    const database = await openTestDatabase({}, path)
    await openWith(database, keyA)
    expect(await verifyChain(database.db, undefined, ringOf(keyA))).toMatchObject({ head: { id: 9 } })
  })

  test('does not go on without the key of the history', async () => {
    const path = await sealedFile()
    const database = await openTestDatabase({}, path)
    await expect(openWith(database)).rejects.toThrow(ConfigError)
    await expect(write(database, 1)).rejects.toThrow(/isn't the current one here/)
  })

  test('does not seal again what somebody cut off: it notes that', async () => {
    const path = await sealedFile()
    change(path, 'delete from audit where id > 7')
    recompute(path)
    const database = await openTestDatabase({}, path)
    await openWith(database, keyA)
    await write(database, 1)
    expect(await verifyChain(database.db, undefined, keyringOf(database.db))).toMatchObject({
      head: { id: 9 },
      damage: { kind: 'noted', id: 8 },
    })
  })

  test('notes that all seals were removed', async () => {
    const path = await sealedFile()
    change(path, 'update audit_head set mac = null, key_id = null')
    const database = await openTestDatabase({}, path)
    await openWith(database, keyA)
    expect(await verifyChain(database.db, undefined, ringOf(keyA))).toMatchObject({
      damage: { kind: 'noted', id: 10 },
    })
  })
})

test('what is cut off under a running bot is noted with its next entry', async () => {
  const path = await sealedFile()
  const database = await openTestDatabase({}, path)
  await openWith(database, keyA)
  await write(database, 1)
  change(path, 'delete from audit where id > 7')
  recompute(path)
  await write(database, 2)
  expect(await verifyChain(database.db, undefined, ringOf(keyA))).toMatchObject({
    head: { id: 10 },
    damage: { kind: 'noted', id: 8 },
  })
})

describeStore('the sealed chain', (open) => {
  test('is whole after writers at the same time, work that was undone, and a second key', async () => {
    const database = await open()
    await write(database, 2)
    await openWith(database, keyA)
    // The next test gets the same database, emptied.
    onTestFinished(() => useKeyring(database.db, undefined))
    const fails = database.transaction(async (tx) => {
      await append(tx, { at: at(0), actor: alice, action: 'a', result: 'done' })
      throw new Error('undone')
    })
    await expect(fails).rejects.toThrow('undone')
    await Promise.all(Array.from({ length: 10 }, () => write(database, 2)))
    await openWith(database, keyB, keyA)
    await write(database, 2)
    expect(await verifyChain(database.db, undefined, ringOf(keyB, keyA))).toMatchObject({
      entries: 26,
      unsealed: 2,
      damage: undefined,
    })
  })
})

test('two instances with one key leave one sealed chain', async () => {
  const path = await sealedFile()
  const one = await openTestDatabase({}, path)
  const other = await openTestDatabase({}, path)
  await openWith(one, keyA)
  await openWith(other, keyA)
  for (let round = 0; round < 5; round++) {
    await write(one, 2)
    await write(other, 1)
  }
  expect(await verifyChain(other.db, undefined, ringOf(keyA))).toMatchObject({
    head: { id: 24 },
    damage: undefined,
  })
})
