import { expect, test } from 'vitest'
import { deleteBlock, findBlock, insertBlock, listBlocks, listBlocksOf } from '#domain/grants/blocks-store.ts'
import { findGrant, insertGrant, listGrants, updateGrant } from '#domain/grants/grants-store.ts'
import { keepBlocks } from '#domain/grants/keep-blocks.ts'
import { insertTenant, removeTenant } from '#domain/tenants/tenants-store.ts'
import { readSources } from '../support/sources.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid, makeGrant, makeTenant } from './samples.ts'

const block = { at: at(9), by: alice, reason: 'The audit is not over' }
const plain = { at: at(10), by: alice }

describeStore('blocks', (open) => {
  test('a block is part of its grant, and outlives grant and tenant', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    await insertGrant(db, makeGrant(guid(1), 'a'))
    await insertBlock(db, guid(1), 'a', block)
    await insertBlock(db, guid(1), 'b', plain)
    expect((await findGrant(db, guid(1), 'a'))?.memory.blocked).toStrictEqual(block)
    expect((await listGrants(db, guid(1))).map(({ memory }) => memory.blocked)).toStrictEqual([block])
    await removeTenant(db, guid(1))
    expect(await listBlocks(db, guid(1))).toStrictEqual(
      new Map([
        ['a', block],
        ['b', plain],
      ]),
    )
    expect(await listBlocksOf(db, [guid(1), guid(2)])).toStrictEqual(
      new Map([[guid(1), await listBlocks(db, guid(1))]]),
    )
    expect(await listBlocksOf(db, [])).toEqual(new Map())
  })

  test('during an upgrade, the version before sees a block in the grant, and one that it makes there counts', async () => {
    const database = await open()
    const { db } = database
    await insertTenant(db, makeTenant(1))
    const before = makeGrant(guid(1), 'a')
    await insertGrant(db, before)
    await insertGrant(db, makeGrant(guid(1), 'b'))
    await insertBlock(db, guid(1), 'a', block)
    await updateGrant(db, before, { ...before, version: 2, memory: { blocked: block } })
    const { memory_json } = await db
      .selectFrom('grants')
      .select('memory_json')
      .where('set_id', '=', 'a')
      .executeTakeFirstOrThrow()
    const at9 = at(9).toISOString()
    expect(JSON.parse(memory_json)).toEqual({ blocked: { ...block, at: at9 } })
    // As the version before writes: only to the grant.
    const theirs = JSON.stringify({ blocked: { at: at9, by: alice } })
    await db.updateTable('grants').set({ memory_json: theirs }).where('set_id', '=', 'b').execute()
    const grants = await listGrants(db, guid(1))
    expect(grants.map(({ memory }) => memory.blocked)).toStrictEqual([block, { at: at(9), by: alice }])
    await database.transaction((tx) => keepBlocks(tx, guid(1), grants))
    await removeTenant(db, guid(1))
    expect([...(await listBlocks(db, guid(1))).values()]).toStrictEqual([block, { at: at(9), by: alice }])
  })

  test('a block that is not undone says so', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    await insertGrant(db, makeGrant(guid(1), 'a'))
    const final = { ...plain, isFinal: true as const }
    await insertBlock(db, guid(1), 'a', final)
    expect(await findBlock(db, guid(1), 'a')).toStrictEqual(final)
    expect((await findGrant(db, guid(1), 'a'))?.memory.blocked).toStrictEqual(final)
  })

  test('the first blocker stays, and a block ends only where it is', async () => {
    const { db } = await open()
    await insertBlock(db, guid(1), 'a', block)
    await expect(insertBlock(db, guid(1), 'a', plain)).rejects.toThrow()
    await deleteBlock(db, guid(1), 'b')
    await deleteBlock(db, guid(2), 'a')
    expect(await findBlock(db, guid(1), 'a')).toStrictEqual(block)
    await deleteBlock(db, guid(1), 'a')
    expect(await findBlock(db, guid(1), 'a')).toBeUndefined()
  })
})

test('only blocking and unblocking write blocks', () => {
  const writes = /\b(insertBlock|deleteBlock)\(|(insertInto|deleteFrom|updateTable)\('blocks'\)/
  const writers = readSources('bot', /\.ts$/).filter(({ text }) => writes.test(text))
  expect(writers.map(({ path }) => path).toSorted()).toEqual([
    'bot/domain/grants/block-grant.ts',
    'bot/domain/grants/blocks-store.ts',
    'bot/domain/grants/keep-blocks.ts',
    'bot/domain/grants/limit-grant.ts',
    'bot/domain/grants/unblock-grant.ts',
    'bot/platform/storage/migrations/014-blocks.ts',
  ])
})
