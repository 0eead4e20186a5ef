import { expect, test } from 'vitest'
import { saveBaseline } from '#domain/baselines/baselines-store.ts'
import { insertException, updateException } from '#domain/exceptions/exceptions-store.ts'
import { insertGrant, updateGrant } from '#domain/grants/grants-store.ts'
import { findVersions } from '#domain/grants/stored-versions-store.ts'
import { saveRequirement } from '#domain/requirements/requirements-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { describeStore } from './contract.ts'
import { at, guid, makeException, makeGrant, makeTenant } from './samples.ts'

const reading = { setId: 'b', version: 'v1', permissions: [], source: 'registration', readAt: at(1) } as const

describeStore('stored versions', (open) => {
  test('are those of the tenant, its grants and the requirements, and of no other tenant', async () => {
    const { db } = await open()
    const tenant = { ...makeTenant(1), version: 7, checkedAt: at(5) }
    for (const each of [tenant, makeTenant(2)]) await insertTenant(db, each)
    for (const setId of ['b', 'a']) await insertGrant(db, { ...makeGrant(guid(1), setId), version: 3 })
    await insertGrant(db, { ...makeGrant(guid(2), 'a'), version: 9 })
    await saveRequirement(db, reading)
    expect(await findVersions(db, guid(1))).toStrictEqual({
      tenant: 7,
      checkedAt: at(5),
      grants: [
        ['a', 3],
        ['b', 3],
      ],
      requirements: [['b', 'v1']],
      exceptions: [],
      isUnconfirmed: false,
    })
    expect(await findVersions(db, guid(3))).toBeUndefined()
  })

  test('a change of a grant or of a requirement is one of its version', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    const grant = makeGrant(guid(1), 'a')
    await insertGrant(db, grant)
    await updateGrant(db, grant, { ...grant, version: grant.version + 1, status: 'blocked' })
    await saveRequirement(db, reading)
    await saveRequirement(db, { ...reading, version: 'v2' })
    expect(await findVersions(db, guid(1))).toMatchObject({
      checkedAt: undefined,
      grants: [['a', grant.version + 1]],
      requirements: [['b', 'v2']],
    })
  })

  test('so is an exception while it counts, and a first read that nobody has looked at', async () => {
    const { db } = await open()
    for (const n of [1, 2]) await insertTenant(db, makeTenant(n))
    const kept = ['two', 'one'].map((id) => makeException(id, { setId: 'b', version: 4 }))
    const ended = makeException('ended')
    const elsewhere = makeException('elsewhere', { tenantId: guid(2) })
    for (const each of [...kept, ended, elsewhere]) await insertException(db, each)
    await updateException(db, { ...ended, ended: { at: at(2), because: 'expired' } })
    const baseline = { tenantId: guid(1), setId: 'a', clientId: guid(9), madeAt: at(1), later: [] }
    await saveBaseline(db, { ...baseline, first: ['api/application/role'] })
    expect(await findVersions(db, guid(1))).toMatchObject({
      exceptions: [
        ['one', 4],
        ['two', 4],
      ],
      isUnconfirmed: true,
    })
    expect(await findVersions(db, guid(2))).toMatchObject({ isUnconfirmed: false })
  })
})
