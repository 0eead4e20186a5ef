import { expect, test } from 'vitest'
import { markManyRefreshed, markRefreshed } from '#domain/tenants/app-refreshes-store.ts'
import { listRefreshes } from '#domain/tenants/settled-reads-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { describeStore } from './contract.ts'
import { at, guid, makeTenant, t0 } from './samples.ts'

describeStore('app refreshes', (open) => {
  test('the last time of each app counts, tenant by tenant', async () => {
    const { db } = await open()
    for (const number of [1, 2]) await insertTenant(db, makeTenant(number))
    await markRefreshed(db, guid(1), ['b', 'a'], t0)
    await markRefreshed(db, guid(1), ['b'], at(9))
    await markRefreshed(db, guid(1), [], at(10))
    await markRefreshed(db, guid(2), ['a'], at(5))
    expect(await listRefreshes(db, guid(1))).toEqual([
      { appId: 'a', at: t0 },
      { appId: 'b', at: at(9) },
    ])
    expect(await listRefreshes(db, guid(2))).toEqual([{ appId: 'a', at: at(5) }])
    expect(await listRefreshes(db, guid(3))).toEqual([])
  })

  test('a time never goes back, and what is newer beside it is kept', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    await markRefreshed(db, guid(1), ['a'], at(9))
    await markRefreshed(db, guid(1), ['a', 'b'], at(5))
    await markManyRefreshed(db, [
      { tenantId: guid(1), appId: 'a', at: at(4) },
      { tenantId: guid(1), appId: 'b', at: at(6) },
    ])
    expect(await listRefreshes(db, guid(1))).toEqual([
      { appId: 'a', at: at(9) },
      { appId: 'b', at: at(6) },
    ])
  })

  test('of a tenant that is not there are refused', async () => {
    const { db } = await open()
    await expect(markRefreshed(db, guid(1), ['a'], t0)).rejects.toThrow()
  })
})
