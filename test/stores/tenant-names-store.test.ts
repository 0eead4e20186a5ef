import { expect, test } from 'vitest'
import { findSimilarTenants } from '#domain/tenants/similar-tenants.ts'
import {
  findKeysWithPieces,
  findTenantsByFirstWord,
  findTenantsByIdPrefix,
  findTenantsByKeys,
} from '#domain/tenants/tenant-names-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { describeStore, type OpenDatabase } from './contract.ts'
import { guid, makeTenant } from './samples.ts'

const names = ['Contoso Ltd', 'Fabrikam', 'Müller & Söhne GmbH', '50% Off_Shop', 'Contoso Labs']

async function withTenants(open: OpenDatabase) {
  const { db } = await open()
  for (const [n, displayName] of names.entries())
    await insertTenant(db, makeTenant(n + 1, { displayName, defaultDomain: `t${n + 1}.example` }))
  const nameOf = (found: readonly { displayName: string }[]) => found.map(({ displayName }) => displayName)
  return { db, nameOf, own: [guid(1), guid(2)] }
}

describeStore('names of tenants', (open) => {
  test('are found by each of many keys, in scope only', async () => {
    const { db, nameOf, own } = await withTenants(open)
    const keys = [
      'contoso ltd',
      't2.example',
      guid(3),
      'nobody',
      ...Array.from({ length: 900 }, (_, n) => `x${n}`),
    ]
    expect(nameOf(await findTenantsByKeys(db, keys, 'all'))).toEqual([
      'Contoso Ltd',
      'Fabrikam',
      'Müller & Söhne GmbH',
    ])
    expect(nameOf(await findTenantsByKeys(db, keys, own))).toEqual(['Contoso Ltd', 'Fabrikam'])
    expect(await findTenantsByKeys(db, [], 'all')).toEqual([])
  })

  test('are found by the beginning of an ID', async () => {
    const { db, nameOf, own } = await withTenants(open)
    expect(nameOf(await findTenantsByIdPrefix(db, guid(4).slice(0, 36), 9, 'all'))).toEqual(['50% Off_Shop'])
    expect(await findTenantsByIdPrefix(db, guid(4), 9, own)).toEqual([])
    expect(await findTenantsByIdPrefix(db, 'ffffffff', 9, 'all')).toEqual([])
  })

  test('are found by their first word, which is taken as it stands', async () => {
    const { db, nameOf, own } = await withTenants(open)
    expect(nameOf(await findTenantsByFirstWord(db, ['contoso', 'müller'], 9, 'all'))).toEqual([
      'Contoso Labs',
      'Contoso Ltd',
      'Müller & Söhne GmbH',
    ])
    expect(nameOf(await findTenantsByFirstWord(db, ['contoso'], 9, own))).toEqual(['Contoso Ltd'])
    expect(nameOf(await findTenantsByFirstWord(db, ['5_%', '50%'], 9, 'all'))).toEqual(['50% Off_Shop'])
    expect(await findTenantsByFirstWord(db, [], 9, 'all')).toEqual([])
  })

  test('are compared by pieces, at most as many as asked, the likely ones first', async () => {
    const { db, own } = await withTenants(open)
    const search = { pieces: ['o', '%'], beginning: 'fa' }
    const found = await findKeysWithPieces(db, search, 9, 'all')
    expect(found.map(({ name }) => name)).toEqual(['50% off_shop', 'contoso labs', 'contoso ltd'])
    expect(await findKeysWithPieces(db, { pieces: ['contoso', 'fab'], beginning: 'fa' }, 1, own)).toEqual([
      { id: guid(2), name: 'fabrikam', domain: 't2.example' },
    ])
  })

  test.each([
    ['contso ltd', 'Contoso Ltd'],
    ['Contosó Ltd', 'Contoso Ltd'],
    ['farbikam', 'Fabrikam'],
    ['fabirkam', 'Fabrikam'],
    ['muller', 'Müller & Söhne GmbH'],
    ['contoso lasb', 'Contoso Labs'],
  ])('of %j, a near miss, are %j', async (typed, name) => {
    const { db, nameOf } = await withTenants(open)
    expect(nameOf(await findSimilarTenants(db, typed, { limit: 5, scope: 'all' }))[0]).toBe(name)
    expect(await findSimilarTenants(db, typed, { limit: 5, scope: [] })).toEqual([])
  })

  test('of something else are none', async () => {
    const { db } = await withTenants(open)
    for (const typed of ['con', 'nowhere', 'x'.repeat(500), '', '%%%%%%'])
      expect(await findSimilarTenants(db, typed, { limit: 5, scope: 'all' }), typed).toEqual([])
  })
})
