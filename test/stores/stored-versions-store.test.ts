import { expect, test } from 'vitest'
import { insertGrant, updateGrant } from '#domain/grants/grants-store.ts'
import { saveRequirement } from '#domain/requirements/requirements-store.ts'
import { findVersions } from '#domain/status/stored-versions-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { describeStore } from './contract.ts'
import { at, guid, makeGrant, makeTenant } from './samples.ts'

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
})
