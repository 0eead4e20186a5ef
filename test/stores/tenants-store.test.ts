import { expect, test } from 'vitest'
import { findGrant, insertGrant } from '#domain/grants/grants-store.ts'
import { listWaiting } from '#domain/grants/waiting-store.ts'
import { markRefreshed } from '#domain/tenants/app-refreshes-store.ts'
import { countFleet, countSetOutside } from '#domain/tenants/fleet-store.ts'
import { listRefreshes } from '#domain/tenants/settled-reads-store.ts'
import {
  countSyncable,
  findNextSyncAt,
  setNextSync,
  syncableIdsAfter,
  tenantsDueForSync,
} from '#domain/tenants/sync-times-store.ts'
import { listTenants } from '#domain/tenants/tenant-list-store.ts'
import {
  allTenantIds,
  countTenants,
  findTenant,
  findTenantsByText,
  getTenant,
  insertTenant,
  markChecked,
  refreshSummary,
  removeTenant,
  tenantIdsAfter,
  updateTenant,
} from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { describeStore, type OpenDatabase } from './contract.ts'
import { at, guid, makeGrant, makeTenant, t0 } from './samples.ts'

describeStore('tenants', (open) => {
  test('what is stored comes back whole', async () => {
    const { db } = await open()
    const tenant = makeTenant(1, {
      displayName: ' Žlutý Kůň 🐴 ',
      checkedAt: at(5),
      state: 'lost',
      version: 7,
    })
    expect(await insertTenant(db, tenant)).toBe(true)
    await insertTenant(db, makeTenant(2))
    expect(await findTenant(db, tenant.id)).toEqual(tenant)
    expect(await getTenant(db, guid(2))).toEqual(makeTenant(2))
    expect(await findTenant(db, guid(2))).not.toHaveProperty('checkedAt')
    expect(await countTenants(db)).toBe(2)
    expect(await allTenantIds(db)).toEqual([guid(1), guid(2)])
  })

  test('adding twice changes nothing and says so', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    expect(await insertTenant(db, makeTenant(1, { displayName: 'Other' }), at(99))).toBe(false)
    expect(await getTenant(db, guid(1))).toEqual(makeTenant(1))
    expect(await tenantsDueForSync(db, t0, 9)).toEqual([guid(1)])
  })

  test('a tenant nobody added is refused by name', async () => {
    const { db } = await open()
    const error = await getTenant(db, guid(1)).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UserError)
    expect(error).toMatchObject({ code: 'TENANT_UNKNOWN', facts: { text: guid(1) } })
  })

  test('a change is written only over the version it was made from', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    const first = makeTenant(1, { displayName: 'First', version: 2 })
    expect(await updateTenant(db, first, 1)).toBe(true)
    expect(await updateTenant(db, makeTenant(1, { displayName: 'Late', version: 2 }), 1)).toBe(false)
    expect(await updateTenant(db, makeTenant(3), 1)).toBe(false)
    expect(await getTenant(db, guid(1))).toEqual(first)
  })

  test('of two changes made from the same version one is written', async () => {
    const database = await open()
    await insertTenant(database.db, makeTenant(1))
    const change = (displayName: string) =>
      database.transaction((tx) => updateTenant(tx, makeTenant(1, { displayName, version: 2 }), 1))
    const written = await Promise.all([change('A'), change('B'), change('C')])
    expect(written.filter(Boolean)).toHaveLength(1)
  })

  test('removing takes grants and refreshes along, of this tenant alone', async () => {
    const { db } = await open()
    for (const number of [1, 2]) {
      await insertTenant(db, makeTenant(number))
      await insertGrant(db, makeGrant(guid(number), 'directory-data'))
      await markRefreshed(db, guid(number), ['app'], t0)
    }
    await removeTenant(db, guid(1))
    expect(await allTenantIds(db)).toEqual([guid(2)])
    expect(await findGrant(db, guid(1), 'directory-data')).toBeUndefined()
    expect(await listRefreshes(db, guid(1))).toEqual([])
    expect(await findGrant(db, guid(2), 'directory-data')).toBeDefined()
    expect(await listRefreshes(db, guid(2))).toHaveLength(1)
  })

  test('all ids come in portions, each once', async () => {
    const { db } = await open()
    for (const number of [3, 1, 5, 2, 4]) await insertTenant(db, makeTenant(number))
    expect(await tenantIdsAfter(db, '', 2)).toEqual([guid(1), guid(2)])
    expect(await tenantIdsAfter(db, guid(2), 2)).toEqual([guid(3), guid(4)])
    expect(await tenantIdsAfter(db, guid(4), 2)).toEqual([guid(5)])
    expect(await tenantIdsAfter(db, guid(5), 2)).toEqual([])
  })
})

describeStore('what a read says of a tenant', (open) => {
  const added = async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1, { state: 'connecting' }))
    return db
  }

  test('moves the version when a card shows it, and else only the time', async () => {
    const db = await added()
    const seen = { displayName: 'Contoso', defaultDomain: 'contoso.com', state: 'connected' as const }
    await markChecked(db, guid(1), { ...seen, checkedAt: at(1) })
    expect(await getTenant(db, guid(1))).toEqual(makeTenant(1, { ...seen, version: 2, checkedAt: at(1) }))
    await markChecked(db, guid(1), { ...seen, checkedAt: at(2) })
    expect(await getTenant(db, guid(1))).toEqual(makeTenant(1, { ...seen, version: 2, checkedAt: at(2) }))
  })

  test('leaves alone what it does not say', async () => {
    const db = await added()
    await markChecked(db, guid(1), { state: 'lost', displayName: undefined, checkedAt: undefined })
    expect(await getTenant(db, guid(1))).toEqual(makeTenant(1, { state: 'lost', version: 2 }))
  })

  test('is forgotten when the tenant was removed meanwhile', async () => {
    const db = await added()
    await markChecked(db, guid(2), { state: 'connected' })
    expect(await allTenantIds(db)).toEqual([guid(1)])
  })
})

describeStore('naming a tenant', (open) => {
  const named = async (openOne: OpenDatabase) => {
    const { db } = await openOne()
    await insertTenant(db, makeTenant(1, { displayName: 'Contoso', defaultDomain: 'contoso.com' }))
    await insertTenant(db, makeTenant(2, { displayName: 'Contoso Nord', defaultDomain: 'nord.contoso.com' }))
    await insertTenant(db, makeTenant(3, { displayName: '100% Öl_Werk\\', defaultDomain: 'oel.example' }))
    return async (text: string, limit = 9) => (await findTenantsByText(db, text, limit)).map(({ id }) => id)
  }

  test.each([
    ['the whole id', guid(2).toUpperCase(), [2]],
    ['the whole name, before names that contain it', 'contoso', [1]],
    ['the whole domain, before domains that contain it', 'CONTOSO.com', [1]],
    ['part of a name', 'NORD', [2]],
    ['part of a domain', 'so.co', [1, 2]],
    ['letters of other alphabets in another case', 'öL_wERK', [3]],
    ['a wide form of the same letters', 'ｃｏｎｔｏｓｏ', [1]],
    ['spaces around it', '  contoso  ', [1]],
    ['part of an id, which names nobody', guid(2).slice(0, 8), []],
    ['a percent sign, meant literally', '0%', [3]],
    ['a percent sign that would fit everything', '%', [3]],
    ['an underscore, meant literally', 'l_w', [3]],
    ['an underscore that would fit anything', 'n_rd', []],
    ['a backslash, meant literally', '\\', [3]],
    ['a quote', "'", []],
    ['nothing', '   ', []],
  ])('by %s', async (_, text, numbers) => {
    const find = await named(open)
    expect(await find(text)).toEqual(numbers.map(guid))
  })

  test('lists by name, and no more than asked for', async () => {
    const find = await named(open)
    expect(await find('c', 1)).toEqual([guid(1)])
  })
})

describeStore('scheduled syncs', (open) => {
  test('the longest waiting come first, and only those that can be read', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1), at(30))
    await insertTenant(db, makeTenant(2), at(10))
    await insertTenant(db, makeTenant(3, { state: 'connecting' }), at(0))
    await insertTenant(db, makeTenant(4, { state: 'lost' }), at(20))
    expect(await findNextSyncAt(db)).toEqual(at(10))
    expect(await tenantsDueForSync(db, at(9), 9)).toEqual([])
    expect(await tenantsDueForSync(db, at(20), 9)).toEqual([guid(2), guid(4)])
    expect(await tenantsDueForSync(db, at(99), 2)).toEqual([guid(2), guid(4)])
    await setNextSync(db, [guid(2)], at(40))
    expect(await findNextSyncAt(db)).toEqual(at(20))
    expect(await tenantsDueForSync(db, at(99), 9)).toEqual([guid(4), guid(1), guid(2)])
    expect(await countSyncable(db)).toBe(3)
    const unsettled = { isSettled: false, limit: 2 }
    expect(await syncableIdsAfter(db, { ...unsettled, after: '' })).toEqual([guid(1), guid(2)])
    expect(await syncableIdsAfter(db, { ...unsettled, after: guid(2) })).toEqual([guid(4)])
    expect(await syncableIdsAfter(db, { ...unsettled, after: '', scope: [guid(4)] })).toEqual([guid(4)])
    expect(await syncableIdsAfter(db, { isSettled: true, after: '', limit: 2 })).toEqual([])
    expect(await countSyncable(db, [guid(1), guid(3)])).toBe(1)
  })

  test('a change of the tenant leaves its next sync where it is', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1), at(30))
    await updateTenant(db, makeTenant(1, { version: 2 }), 1)
    await markChecked(db, guid(1), { checkedAt: at(31) })
    expect(await tenantsDueForSync(db, at(29), 9)).toEqual([])
    expect(await tenantsDueForSync(db, at(30), 9)).toEqual([guid(1)])
  })
})

describeStore('the summary of a tenant', (open) => {
  test('follows its grants, and other changes leave it alone', async () => {
    const { db } = await open()
    const summary = async () => {
      const list = await listTenants(db, { filter: 'all', limit: 1, offset: 0 })
      return list.tenants.map(({ worst, counts }) => ({ worst, counts }))
    }
    await insertTenant(db, makeTenant(1))
    expect(await summary()).toEqual([{ worst: 'notGranted', counts: {} }])
    await insertGrant(db, makeGrant(guid(1), 'a', { status: 'granted' }))
    await insertGrant(db, makeGrant(guid(1), 'b', { status: 'granted' }))
    await insertGrant(db, makeGrant(guid(1), 'c', { status: 'updateRequired' }))
    await refreshSummary(db, guid(1))
    const expected = [{ worst: 'updateRequired', counts: { granted: 2, updateRequired: 1 } }]
    expect(await summary()).toEqual(expected)
    await updateTenant(db, makeTenant(1, { version: 2 }), 1)
    await markChecked(db, guid(1), { displayName: 'Renamed' })
    expect(await summary()).toEqual(expected)
  })
})

describeStore('the fleet in numbers', (open) => {
  test('sums the sets of connected tenants by status, counts the others apart, and keeps to the scope', async () => {
    const { db } = await open()
    const statuses = ['granted', 'granted', 'error', 'blocked'] as const
    for (const [number, state] of [
      [1, 'connected'],
      [2, 'connected'],
      [3, 'lost'],
      [4, 'connecting'],
    ] as const) {
      await insertTenant(db, makeTenant(number, { state }))
      for (const [at, status] of statuses.entries())
        if (state !== 'connecting') await insertGrant(db, makeGrant(guid(number), `set-${at}`, { status }))
      await refreshSummary(db, guid(number))
    }
    await insertGrant(db, makeGrant(guid(2), 'set-9', { status: 'unknown' }))
    await refreshSummary(db, guid(2))
    expect(await countFleet(db, 'all')).toEqual({
      excepted: 0,
      sets: { granted: 4, error: 2, blocked: 2, unknown: 1 },
      tenants: { connected: 2, lost: 1, connecting: 1 },
    })
    expect(await countFleet(db, [guid(2), guid(3), guid(9)])).toEqual({
      excepted: 0,
      sets: { granted: 2, error: 1, blocked: 1, unknown: 1 },
      tenants: { connected: 1, lost: 1, connecting: 0 },
    })
  })
})

describeStore('one set of the fleet', (open) => {
  test('is counted by status in connected tenants of the scope, except in some', async () => {
    const { db } = await open()
    for (const number of [1, 2, 3, 4, 5]) {
      await insertTenant(db, makeTenant(number, { state: number === 5 ? 'lost' : 'connected' }))
      await insertGrant(db, makeGrant(guid(number), 'a', { status: number === 2 ? 'error' : 'notGranted' }))
      await insertGrant(db, makeGrant(guid(number), 'b', { status: 'granted' }))
    }
    const count = async (...scope: [] | [string[]]) =>
      (await countSetOutside(db, scope[0] ?? 'all', { setId: 'a', except: [guid(1)] })).toSorted((x, y) =>
        x.status < y.status ? -1 : 1,
      )
    expect(await count()).toEqual([
      { status: 'error', count: 1 },
      { status: 'notGranted', count: 2 },
    ])
    expect(await count([guid(1), guid(3), guid(5)])).toEqual([{ status: 'notGranted', count: 1 }])
    expect(await countSetOutside(db, [guid(3)], { setId: 'a', except: [] })).toEqual([
      { status: 'notGranted', count: 1 },
    ])
  })
})

describeStore('what waits', (open) => {
  test('is every set that needs action, the worst tenants first, within the scope and the limit', async () => {
    const { db } = await open()
    const finding = { code: 'PERMISSIONS_NEW', who: 'privilegedRoleAdministrator' } as const
    for (const [number, first] of [
      [1, 'updateRequired'],
      [2, 'error'],
      [3, 'notGranted'],
      [4, 'settingsRequired'],
    ] as const) {
      await insertTenant(db, makeTenant(number))
      await insertGrant(db, makeGrant(guid(number), 'a', { status: first, findings: [finding] }))
      if (number !== 3) await insertGrant(db, makeGrant(guid(number), 'b', { status: 'unknown' }))
      await insertGrant(db, makeGrant(guid(number), 'c', { status: 'blocked' }))
      await refreshSummary(db, guid(number))
    }
    const waiting = async (...args: [scope: 'all' | string[], most: number]) =>
      (await listWaiting(db, ...args)).map(({ tenantId, setId, status }) => [tenantId, setId, status])
    expect(await waiting('all', 99)).toEqual([
      [guid(2), 'a', 'error'],
      [guid(2), 'b', 'unknown'],
      [guid(1), 'a', 'updateRequired'],
      [guid(1), 'b', 'unknown'],
      [guid(4), 'a', 'settingsRequired'],
      [guid(4), 'b', 'unknown'],
    ])
    expect(await waiting([guid(1), guid(3)], 1)).toEqual([[guid(1), 'a', 'updateRequired']])
    const [first] = await listWaiting(db, [guid(2)], 1)
    expect(first).toMatchObject({ name: 'Tenant 2', state: 'connected', finding })
    await db.updateTable('grants').set({ evaluation_json: '{' }).where('tenant_id', '=', guid(2)).execute()
    expect((await listWaiting(db, [guid(2)], 1))[0]).toMatchObject({ setId: 'a', finding: undefined })
  })
})
