import { expect, test } from 'vitest'
import {
  findException,
  getException,
  insertException,
  listExceptions,
  listExceptionsOfOwner,
  listLiveExceptions,
  noteTold,
  setExcepted,
  updateException,
} from '#domain/exceptions/exceptions-store.ts'
import { findGrant, insertGrant, updateGrant } from '#domain/grants/grants-store.ts'
import { listTenants } from '#domain/tenants/tenant-list-store.ts'
import { insertTenant, refreshSummary } from '#domain/tenants/tenants-store.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid, makeException as make, makeGrant, makeTenant } from './samples.ts'

describeStore('exceptions', (open) => {
  test('what is stored is what is read, until it ends', async () => {
    const { db } = await open()
    const approval = { requestId: 'r', code: 'K7M-2QX', by: alice }
    await insertException(db, make('one', { approval }))
    expect(await getException(db, 'one')).toStrictEqual(make('one', { approval }))
    await expect(getException(db, 'two')).rejects.toMatchObject({ code: 'EXCEPTION_UNKNOWN' })
    expect((await listExceptionsOfOwner(db, alice)).map(({ id }) => id)).toEqual(['one'])
    expect(await listExceptionsOfOwner(db, { ...alice, objectId: guid(7) })).toEqual([])
    await noteTold(db, make('one', { remindedAt: at(50) }))
    const ended = { at: at(60), because: 'withdrawn', by: alice } as const
    const next = await updateException(db, make('one', { approval, remindedAt: at(50), ended }))
    expect(next.version).toBe(2)
    expect(await findException(db, 'one')).toStrictEqual(next)
    await expect(updateException(db, make('one'))).rejects.toMatchObject({ code: 'CARD_OUTDATED' })
    await expect(noteTold(db, make('one'))).rejects.toMatchObject({ code: 'CARD_OUTDATED' })
    expect(await listLiveExceptions(db, guid(1))).toEqual([])
    expect(await listExceptionsOfOwner(db, alice)).toEqual([])
  })

  test('one for the same facts at a time, those that end first first, and only those of the scope', async () => {
    const { db } = await open()
    await insertException(db, make('one'))
    await expect(insertException(db, make('two', { factsHash: make('one').factsHash }))).rejects.toThrow()
    await updateException(db, make('one', { ended: { at: at(5), because: 'renewed', by: alice } }))
    await insertException(db, make('two', { factsHash: make('one').factsHash, endsAt: at(300) }))
    await insertException(db, make('three', { endsAt: at(200) }))
    await insertException(db, make('four', { tenantId: guid(2) }))
    const page = { limit: 10, offset: 0 }
    const idsOf = async (scope: 'all' | string[]) =>
      (await listExceptions(db, scope, page)).exceptions.map(({ id }) => id)
    expect(await idsOf('all')).toEqual(['four', 'three', 'two'])
    expect(await idsOf([guid(1)])).toEqual(['three', 'two'])
    expect(await idsOf([])).toEqual([])
    const second = await listExceptions(db, 'all', { limit: 2, offset: 2 })
    expect([second.exceptions.map(({ id }) => id), second.total]).toEqual([['two'], 3])
  })

  test('a set whose findings are accepted is in no open and no green count of its tenant', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    const grant = makeGrant(guid(1), 'a', { status: 'settingsRequired' })
    await insertGrant(db, grant)
    await insertGrant(db, makeGrant(guid(1), 'b', { status: 'granted' }))
    await setExcepted(db, { tenantId: guid(1), setId: 'a', excepted: true })
    await refreshSummary(db, guid(1))
    const request = { filter: 'all', limit: 10, offset: 0 } as const
    const { tenants, counts } = await listTenants(db, request)
    expect(tenants).toMatchObject([{ worst: 'blocked', counts: { granted: 1 }, excepted: 1 }])
    expect(tenants[0]?.counts).toEqual({ granted: 1 })
    expect(counts).toEqual({ all: 1, needsAction: 0, error: 0, blocked: 0 })
    // A read that stores the grant leaves it to the exceptions.
    await updateGrant(db, grant, { ...grant, version: 2, status: 'granted' })
    expect((await findGrant(db, guid(1), 'a'))?.excepted).toBe(true)
    await setExcepted(db, { tenantId: guid(1), setId: 'a', excepted: false })
    expect((await findGrant(db, guid(1), 'a'))?.excepted).toBeUndefined()
  })
})
