import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { append } from '#domain/audit/audit-store.ts'
import { type Damage, verifyChain } from '#domain/audit/verify-chain.ts'
import type { Database } from '#platform/storage/database.ts'
import { auditChain } from '#platform/storage/migrations/006-audit-chain.ts'
import { auditSeals } from '#platform/storage/migrations/018-audit-seals.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { describeStore } from '../../stores/contract.ts'
import { alice, at } from '../../stores/samples.ts'
import { anySign } from '../../support/any-sign.ts'
import { emptyDatabaseFile, openTestDatabase, temporaryFile } from '../../support/databases.ts'
import { runs } from '../../support/runs.ts'

async function write(database: Database, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    await database.transaction(async (tx) => {
      await append(tx, {
        at: at(number),
        actor: alice,
        action: 'grant.block',
        tenantId: `tenant ${number}`,
        result: 'done',
        reason: `reason ${number}`,
      })
    })
  }
}

/** Changes a closed database file of nine entries with SQL and returns what the verification finds. */
async function tamper(sql: string): Promise<Damage | undefined> {
  const path = await emptyDatabaseFile()
  const first = await openDatabase(path)
  await write(first, 9)
  expect((await verifyChain(first.db)).damage).toBeUndefined()
  await first.close()
  const raw = new DatabaseSync(path)
  raw.exec(sql)
  raw.close()
  return (await verifyChain((await openTestDatabase({}, path)).db)).damage
}

test('a word that was changed is found, whatever column it stands in', async () => {
  for (const change of [
    "reason = 'another'",
    'reason = null',
    'actor_json = \'"system"\'',
    "action = 'grant.unblock'",
    'at = at + 1',
    "tenant_id = 'tenant 4'",
    "set_id = 's'",
    "result = 'failed'",
    "detail_json = '{}'",
    "hash = '0'",
  ]) {
    expect(await tamper(`update audit set ${change} where id = 5`)).toEqual({ kind: 'changed', id: 5 })
  }
  expect(await tamper("update audit set reason = 'another' where id = 9")).toEqual({ kind: 'changed', id: 9 })
  expect(await tamper("update audit set reason = 'another' where id = 1")).toEqual({ kind: 'changed', id: 1 })
})

test('entries that were removed are found at the beginning, in the middle and at the end', async () => {
  expect(await tamper('delete from audit where id = 1')).toEqual({ kind: 'removed', id: 1 })
  expect(await tamper('delete from audit where id in (4, 5)')).toEqual({ kind: 'removed', id: 4 })
  expect(await tamper('delete from audit where id = 9')).toEqual({ kind: 'cut', id: 9 })
  expect(await tamper('delete from audit where id > 6')).toEqual({ kind: 'cut', id: 7 })
  expect(await tamper('delete from audit')).toEqual({ kind: 'cut', id: 1 })
  // Renumbered to leave no gap.
  expect(await tamper('delete from audit where id = 4; update audit set id = id - 1 where id > 4')).toEqual({
    kind: 'changed',
    id: 4,
  })
})

test('entries that were put in or change places are found', async () => {
  const copy = (id: number, from: number) =>
    `insert into audit select ${id}, at, actor_json, action, tenant_id, set_id, result, reason, detail_json, hash, key_id, mac, reference_key from audit where id = ${from}`
  expect(await tamper(copy(10, 9))).toEqual({ kind: 'added', id: 10 })
  expect(await tamper(copy(0, 1))).toEqual({ kind: 'added', id: 0 })
  const makeRoom =
    'update audit set id = -id where id > 4; update audit set id = 1 - id where id < 0; update audit_head set id = 10'
  expect(await tamper(`${makeRoom}; ${copy(5, 2)}`)).toEqual({ kind: 'changed', id: 5 })
  expect(
    await tamper(
      'update audit set id = -3 where id = 3; update audit set id = 3 where id = 4; update audit set id = 4 where id = -3',
    ),
  ).toEqual({ kind: 'changed', id: 3 })
})

test('a head that was moved or removed is found', async () => {
  expect(await tamper('update audit_head set id = 8, hash = (select hash from audit where id = 8)')).toEqual({
    kind: 'added',
    id: 9,
  })
  expect(await tamper("update audit_head set hash = '0'")).toEqual({ kind: 'changed', id: 9 })
  expect(await tamper('delete from audit_head')).toEqual({ kind: 'head', id: 0 })
  expect(
    await tamper(
      'update audit_head set anchor_id = 3, anchor_hash = (select hash from audit where id = 3); delete from audit where id < 4',
    ),
  ).toEqual({ kind: 'anchor', id: 3 })
})

test('entries of before are chained when the tables are brought up to date', async () => {
  const path = await temporaryFile()
  const first = await openDatabase(path)
  await write(first, 5)
  await first.close()
  const raw = new DatabaseSync(path)
  const newer = ['hash', 'key_id', 'mac'].map((column) => `alter table audit drop column ${column}`)
  raw.exec(['delete from audit where id = 2', 'drop table audit_head', ...newer].join(';'))
  raw.close()
  const again = await openTestDatabase({}, path)
  await auditChain().up(again.db)
  await auditSeals().up(again.db)
  expect(await verifyChain(again.db)).toMatchObject({ entries: 4, head: { id: 5 }, damage: undefined })
  await write(again, 1)
  expect(await verifyChain(again.db)).toMatchObject({ entries: 5, head: { id: 6 }, damage: undefined })
})

describeStore('the chain', (open) => {
  test('an empty history is whole, and a whole one says from when to when', async () => {
    const database = await open()
    expect(await verifyChain(database.db)).toMatchObject({ entries: 0, damage: undefined })
    await write(database, 3)
    const verdict = await verifyChain(database.db)
    expect(verdict).toMatchObject({ entries: 3, firstAt: at(1), lastAt: at(3), damage: undefined })
    expect(verdict.head?.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('whatever is said, stored and undone, the chain fits', async () => {
    const text = fc.string({ unit: anySign, maxLength: 20 })
    const anyText = fc.oneof(text, fc.constantFrom('\ud800', 'a\0b', '\u2028', '"\\'))
    const entries = fc.array(
      fc.record({ reason: anyText, name: anyText, detail: fc.jsonValue(), fails: fc.boolean() }),
      { maxLength: 20 },
    )
    await fc.assert(
      fc.asyncProperty(entries, async (written) => {
        const database = await open()
        for (const { reason, name, detail, fails } of written) {
          const entry = { at: at(0), actor: { ...alice, name }, action: 'a', result: 'done' as const, reason }
          const work = database.transaction(async (tx) => {
            await append(tx, { ...entry, detail })
            await append(tx, entry)
            if (fails) throw new Error('undone')
          })
          await work.catch((error: Error) => expect(error.message).toBe('undone'))
        }
        const kept = written.filter(({ fails }) => !fails).length * 2
        expect(await verifyChain(database.db)).toMatchObject({ entries: kept, damage: undefined })
      }),
      runs(12, 3),
    )
  })

  test('writers at the same time leave one chain', async () => {
    const database = await open()
    await Promise.all(Array.from({ length: 20 }, () => write(database, 3)))
    expect(await verifyChain(database.db)).toMatchObject({ entries: 60, head: { id: 60 }, damage: undefined })
  })
})

test('two instances on one file leave one chain', async () => {
  const path = await emptyDatabaseFile()
  const one = await openTestDatabase({}, path)
  const other = await openTestDatabase({}, path)
  for (let round = 0; round < 5; round++) {
    await write(one, 2)
    await write(other, 1)
  }
  expect(await verifyChain(other.db)).toMatchObject({ entries: 15, head: { id: 15 }, damage: undefined })
})
