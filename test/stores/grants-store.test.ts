import { expect, test } from 'vitest'
import type { Grant } from '#domain/grants/grant.ts'
import { listGrantsOf, storeQuietGrants } from '#domain/grants/grants-bulk-store.ts'
import { findGrant, insertGrant, listGrants, updateGrant } from '#domain/grants/grants-store.ts'
import { listTenantsUsing } from '#domain/grants/used-grants-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { describeStore } from './contract.ts'
import { at, guid, makeGrant, makeTenant, wholeMemory } from './samples.ts'

const whole: Required<Omit<Grant, 'excepted'>> = {
  ...makeGrant(guid(1), 'directory-data'),
  version: 5,
  status: 'blocked',
  lastKnown: 'granted',
  usable: true,
  usableSince: at(78),
  statusSince: at(77),
  findings: [
    { code: 'BLOCKED_HERE', who: 'approver', since: at(9) },
    {
      code: 'EXTRA_PERMISSIONS',
      who: 'nobody',
      permissions: ['api/delegated/id'],
      facts: { extra: 'Ä "b"' },
    },
  ],
  memory: wholeMemory,
  judged: {
    by: 'a list',
    readAt: at(1).getTime(),
    from: at(2).getTime(),
    until: at(3).getTime(),
    granted: 1,
    objectId: guid(1),
    consentId: 'consent',
    failed: true,
  },
}

describeStore('grants', (open) => {
  const withTenants = async () => {
    const database = await open()
    for (const number of [1, 2, 3]) await insertTenant(database.db, makeTenant(number))
    return database
  }

  test('everything that is remembered comes back, times as times', async () => {
    const { db } = await withTenants()
    await insertGrant(db, whole)
    expect(await findGrant(db, guid(1), 'directory-data')).toStrictEqual(whole)
    expect(await findGrant(db, guid(2), 'directory-data')).toBeUndefined()
    expect(await findGrant(db, guid(1), 'saas-posture')).toBeUndefined()
  })

  test('what is not remembered is absent, not empty', async () => {
    const { db } = await withTenants()
    const grant = makeGrant(guid(1), 'directory-data')
    await insertGrant(db, grant)
    expect(await findGrant(db, guid(1), 'directory-data')).toStrictEqual(grant)
  })

  test('the grants of one tenant come by set', async () => {
    const { db } = await withTenants()
    for (const setId of ['b', 'c', 'a']) await insertGrant(db, makeGrant(guid(1), setId))
    await insertGrant(db, makeGrant(guid(2), 'd'))
    expect((await listGrants(db, guid(1))).map(({ setId }) => setId)).toEqual(['a', 'b', 'c'])
    expect(await listGrants(db, guid(3))).toEqual([])
  })

  test('a second grant of the same set, or one of an unknown tenant, is refused', async () => {
    const { db } = await withTenants()
    await insertGrant(db, makeGrant(guid(1), 'a'))
    await expect(insertGrant(db, makeGrant(guid(1), 'a'))).rejects.toThrow()
    await expect(insertGrant(db, makeGrant(guid(9), 'a'))).rejects.toThrow()
    expect(await listGrants(db, guid(1))).toHaveLength(1)
  })

  test('a change is written only over the version it was made from', async () => {
    const { db } = await withTenants()
    await insertGrant(db, whole)
    const next = makeGrant(guid(1), 'directory-data', { version: 6, status: 'error' })
    expect(await updateGrant(db, { ...whole, version: 4 }, next)).toBe(false)
    expect(await findGrant(db, guid(1), 'directory-data')).toStrictEqual(whole)
    expect(await updateGrant(db, whole, next)).toBe(true)
    expect(await findGrant(db, guid(1), 'directory-data')).toStrictEqual(next)
    expect(await updateGrant(db, whole, { ...next, version: 7 })).toBe(false)
    for (const other of [makeGrant(guid(2), 'directory-data'), makeGrant(guid(1), 'saas-posture')]) {
      expect(await updateGrant(db, { ...other, version: 6 }, other)).toBe(false)
    }
  })

  test('of many changes made from the same version exactly one is written, of no other grant', async () => {
    const database = await withTenants()
    await insertGrant(database.db, makeGrant(guid(1), 'a'))
    await insertGrant(database.db, makeGrant(guid(1), 'b'))
    const change = (number: number) =>
      database.transaction((tx) =>
        updateGrant(
          tx,
          makeGrant(guid(1), 'a'),
          makeGrant(guid(1), 'a', { version: 2, statusSince: at(number) }),
        ),
      )
    const written = await Promise.all([1, 2, 3, 4, 5].map(change))
    expect(written.filter(Boolean)).toHaveLength(1)
    expect(await findGrant(database.db, guid(1), 'b')).toStrictEqual(makeGrant(guid(1), 'b'))
  })

  test('grants of many tenants are written together, each over the version it was made from', async () => {
    const { db } = await withTenants()
    const sets = Array.from({ length: 9 }, (_, at) => `set ${at}`)
    const first = [1, 2, 3].flatMap((number) => sets.map((setId) => makeGrant(guid(number), setId)))
    expect(
      await storeQuietGrants(
        db,
        first.map((grant) => ({ grant })),
      ),
    ).toBe(true)
    const { usableSince, ...unused } = whole
    const next = first.map((old, at) => {
      const { tenantId, setId, status, usable, statusSince } = old
      const ids = { tenantId, setId, version: 2 }
      const grant =
        at % 2 === 0
          ? { ...whole, ...ids, usableSince }
          : { ...unused, ...ids, status, usable, statusSince, memory: {} }
      return { old, grant }
    })
    expect(await storeQuietGrants(db, next.slice(1))).toBe(true)
    const stored = await listGrantsOf(db, [guid(1), guid(2), guid(3), guid(9)])
    expect([...stored.values()].flat()).toStrictEqual([first[0], ...next.slice(1).map(({ grant }) => grant)])
    expect(await storeQuietGrants(db, next)).toBe(false)
    // Also where nothing differs but what isn't indexed.
    for (const each of next.slice(1, 3)) expect(await storeQuietGrants(db, [each])).toBe(false)
    expect(await listGrantsOf(db, [guid(2)])).toEqual(new Map([[guid(2), stored.get(guid(2))]]))
    await expect(
      storeQuietGrants(
        db,
        first.slice(0, 1).map((grant) => ({ grant })),
      ),
    ).rejects.toThrow()
    expect(await storeQuietGrants(db, [])).toBe(true)
    expect(await listGrantsOf(db, [])).toEqual(new Map())
  })

  test('a set is in use where it is usable or a consent is under way', async () => {
    const { db } = await withTenants()
    const { consent } = wholeMemory
    await insertGrant(db, makeGrant(guid(1), 'a', { usable: true }))
    const waiting = makeGrant(guid(2), 'a', { memory: { consent } })
    await insertGrant(db, waiting)
    await insertGrant(db, makeGrant(guid(3), 'a', { status: 'granting' }))
    await insertGrant(db, makeGrant(guid(3), 'b', { usable: true, memory: { consent } }))
    const [one, two, three] = [1, 2, 3].map(guid)
    expect(await listTenantsUsing(db, ['a'], 9)).toEqual([one, two])
    expect(await listTenantsUsing(db, ['a'], 1)).toEqual([one])
    expect(await listTenantsUsing(db, ['b', 'a'], 9)).toEqual([one, three, two])
    expect(await listTenantsUsing(db, [], 9)).toEqual([])
    expect(
      await storeQuietGrants(db, [{ old: waiting, grant: makeGrant(guid(2), 'a', { version: 2 }) }]),
    ).toBe(true)
    expect(await listTenantsUsing(db, ['a'], 9)).toEqual([one])
    const first = makeGrant(guid(2), 'a', { version: 3, usable: true, usableSince: at(-1) })
    await updateGrant(db, makeGrant(guid(2), 'a', { version: 2 }), first)
    expect(await listTenantsUsing(db, ['a'], 9)).toEqual([two, one])
  })
})
