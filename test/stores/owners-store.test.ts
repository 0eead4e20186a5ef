import { expect, test } from 'vitest'
import type { Ownership } from '#domain/owners/owner.ts'
import { listOwners, listOwnersOf, removeOwner, saveOwner } from '#domain/owners/owners-store.ts'
import { findPersonByAccount, saveKnownPerson } from '#domain/people/known-people-store.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid } from './samples.ts'

const person: Ownership['holder'] = { person: { ...alice, name: 'Alice Moreau' } }
const group: Ownership['holder'] = { groupId: guid(7), name: 'Security leads' }
const owned = (rest: Partial<Ownership>): Ownership => ({
  part: 'owner',
  holder: person,
  by: alice,
  at: at(1),
  ...rest,
})

describeStore('owners', (open) => {
  test('give back what was written, one for each part of a tenant, a set, or a pair', async () => {
    const { db } = await open()
    const all = [
      owned({ tenantId: guid(1) }),
      owned({ tenantId: guid(1), part: 'deputy', holder: group }),
      owned({ tenantId: guid(1), setId: 'a', holder: group }),
      owned({ setId: 'a' }),
      owned({ tenantId: guid(2) }),
    ]
    for (const each of all) await saveOwner(db, each)
    expect(await listOwners(db)).toHaveLength(5)
    const ofPair = await listOwnersOf(db, { tenantId: guid(1), setId: 'a' })
    expect(ofPair).toHaveLength(4)
    expect(ofPair).toEqual(expect.arrayContaining(all.slice(0, 4)))
    await saveOwner(db, owned({ tenantId: guid(2), holder: group, at: at(2) }))
    expect(await listOwnersOf(db, { tenantId: guid(2) })).toStrictEqual([
      owned({ tenantId: guid(2), holder: group, at: at(2) }),
    ])
    expect(await removeOwner(db, { tenantId: guid(2) }, 'deputy')).toBe(false)
    expect(await removeOwner(db, { tenantId: guid(2) }, 'owner')).toBe(true)
    expect(await listOwnersOf(db, { tenantId: guid(2) })).toEqual([])
  })

  test('a mention names whoever has that account, and nobody if two people would have it', async () => {
    const { db } = await open()
    const { tenantId } = alice
    await saveKnownPerson(db, { ...alice, accountId: '29:a' })
    expect(await findPersonByAccount(db, { tenantId, accountId: '29:a' })).toMatchObject(alice)
    expect(await findPersonByAccount(db, { tenantId: guid(5), accountId: '29:a' })).toBeUndefined()
    await saveKnownPerson(db, { ...alice, objectId: guid(3), accountId: '29:a' })
    expect(await findPersonByAccount(db, { tenantId, accountId: '29:a' })).toBeUndefined()
  })
})
