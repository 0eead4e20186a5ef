import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { refoldNames } from '#domain/tenants/name-keys-store.ts'
import type { Db } from '#platform/storage/database.ts'
import { foldRule, foldText } from '#platform/text/fold-text.ts'
import { describeStore } from './contract.ts'
import { guid } from './samples.ts'

const insert = (db: Db, n: number, key: string) =>
  db
    .insertInto('tenants')
    .values({
      id: guid(n),
      display_name: `Čontoso “${n}”`,
      default_domain: `contoso${n}.example`,
      name_key: key,
      state: 'connected',
      version: 1,
      attention: 0,
      counts_json: '{}',
      any_blocked: 0,
      added_at: 0,
      checked_at: null,
      next_sync_at: 0,
    })
    .execute()

const keyOf = async (db: Db, n: number) =>
  (await db.selectFrom('tenants').select('name_key').where('id', '=', guid(n)).executeTakeFirst())?.name_key

describeStore('keys of names', (open) => {
  test('are folded again once for each rule', async () => {
    const { db } = await open()
    await insert(db, 1, 'by an older rule')
    await insert(db, 2, foldText('Čontoso “2”'))
    expect(await refoldNames(db)).toBe(1)
    expect(await keyOf(db, 1)).toBe(foldText('Čontoso “1”'))
    // The database remembers: nothing is read at the next start.
    await db.updateTable('tenants').set({ name_key: 'unseen' }).where('id', '=', guid(1)).execute()
    expect(await refoldNames(db)).toBe(0)
    expect(await keyOf(db, 1)).toBe('unseen')
    await db.updateTable('marks').set({ value: 'an older rule' }).execute()
    expect(await refoldNames(db)).toBe(1)
    expect(await keyOf(db, 1)).toBe(foldText('Čontoso “1”'))
  })
})

test('the rule has another name when its results change', () => {
  const names = Array.from({ length: 0x3000 }, (_, code) => `a${String.fromCodePoint(code)}B`)
  const digest = createHash('sha256').update(names.map(foldText).join('\n')).digest('hex').slice(0, 16)
  // Different? Then give `foldRule` a new value too, so that stored names are folded again.
  expect({ foldRule, digest }).toEqual({ foldRule: '2', digest: 'e81f152a30e9e5cc' })
})
