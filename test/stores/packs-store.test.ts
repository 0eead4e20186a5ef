import { expect, test } from 'vitest'
import { countPackDownload, findPack, insertPack, removeExpiredPacks } from '#domain/packs/packs-store.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid } from './samples.ts'

const whole = { id: 'one', setId: 's', tenantId: guid(1), by: alice, expiresAt: at(9) }
const bare = { id: 'two', setId: 's', by: alice, expiresAt: at(5) }

describeStore('links to packs', (open) => {
  test('are found by the hash of their token until some time after they expire', async () => {
    const { db } = await open()
    await insertPack(db, { ...whole, tokenHash: 'a' })
    await insertPack(db, { ...bare, tokenHash: 'b' })
    expect(await findPack(db, 'a')).toStrictEqual(whole)
    expect(await findPack(db, 'b')).toStrictEqual(bare)
    expect(await findPack(db, 'c')).toBeUndefined()
    await expect(insertPack(db, { ...bare, id: 'three', tokenHash: 'b' })).rejects.toThrow()
    expect([await countPackDownload(db, 'one'), await countPackDownload(db, 'one')]).toEqual([1, 2])
    await removeExpiredPacks(db, at(6))
    expect(await findPack(db, 'b')).toBeUndefined()
    expect(await findPack(db, 'a')).toStrictEqual(whole)
  })
})
