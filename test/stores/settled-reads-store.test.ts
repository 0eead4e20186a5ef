import { expect, test } from 'vitest'
import { markRefreshed } from '#domain/tenants/app-refreshes-store.ts'
import {
  forgetSettledRead,
  listRefreshes,
  listSettledDigests,
  noteScheduled,
  renewSettledReads,
  saveSettledRead,
} from '#domain/tenants/settled-reads-store.ts'
import { syncableIdsAfter } from '#domain/tenants/sync-times-store.ts'
import {
  findTenant,
  insertTenant,
  markChecked,
  markCheckedAgain,
  removeTenant,
} from '#domain/tenants/tenants-store.ts'
import { describeStore } from './contract.ts'
import { at, guid, makeTenant, t0 } from './samples.ts'

const settled = (number: number, digest = 'd') => ({
  tenantId: guid(number),
  digest,
  requirements: 'r',
  apps: { byHand: ['hand'], bySchedule: ['schedule'] },
})

describeStore('settled reads', (open) => {
  test('are found under the requirements they were judged by, and the last one counts', async () => {
    const { db } = await open()
    for (const number of [1, 2, 3]) await insertTenant(db, makeTenant(number))
    await saveSettledRead(db, settled(1))
    await saveSettledRead(db, settled(2))
    await saveSettledRead(db, settled(2, 'e'))
    const ids = [guid(1), guid(2), guid(3)]
    expect(await listSettledDigests(db, ids, 'r')).toEqual(
      new Map([
        [guid(1), 'd'],
        [guid(2), 'e'],
      ]),
    )
    expect(await listSettledDigests(db, ids, 'other')).toEqual(new Map())
    expect(await listSettledDigests(db, [], 'r')).toEqual(new Map())
    expect(await syncableIdsAfter(db, { isSettled: true, after: '', limit: 9 })).toEqual([guid(1), guid(2)])
    expect(await syncableIdsAfter(db, { isSettled: false, after: '', limit: 9 })).toEqual([guid(3)])
  })

  test('go with their tenant, and are refused without one', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    await saveSettledRead(db, settled(1))
    await removeTenant(db, guid(1))
    expect(await listSettledDigests(db, [guid(1)], 'r')).toEqual(new Map())
    await expect(saveSettledRead(db, settled(1))).rejects.toThrow()
  })

  test('tell when apps were refreshed, and leave it behind when they are forgotten', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    await markChecked(db, guid(1), { checkedAt: t0 })
    await markRefreshed(db, guid(1), ['hand', 'schedule', 'gone'], t0)
    await saveSettledRead(db, settled(1))
    await markCheckedAgain(db, [guid(1)], at(5))
    await noteScheduled(db, [guid(1)], at(5))
    await markCheckedAgain(db, [guid(1)], at(9))
    const times = [
      { appId: 'gone', at: t0 },
      { appId: 'hand', at: at(9) },
      { appId: 'schedule', at: at(5) },
    ]
    expect(await listRefreshes(db, guid(1))).toEqual(times)
    await forgetSettledRead(db, guid(1))
    await forgetSettledRead(db, guid(1))
    expect(await listSettledDigests(db, [guid(1)], 'r')).toEqual(new Map())
    expect(await listRefreshes(db, guid(1))).toEqual(times)
  })

  test('with other facts of the same apps are renewed, and still tell when those were refreshed', async () => {
    const { db } = await open()
    for (const number of [1, 2, 3]) await insertTenant(db, makeTenant(number))
    for (const number of [1, 2]) await saveSettledRead(db, settled(number))
    await markCheckedAgain(db, [guid(1), guid(2)], at(5))
    await noteScheduled(db, [guid(1)], at(5))
    await renewSettledReads(db, [{ ...settled(1, 'e'), requirements: 'other' }, settled(3)])
    await markCheckedAgain(db, [guid(1)], at(9))
    const ids = [guid(1), guid(2), guid(3)]
    expect(await listSettledDigests(db, ids, 'other')).toEqual(new Map([[guid(1), 'e']]))
    expect(await listSettledDigests(db, ids, 'r')).toEqual(new Map([[guid(2), 'd']]))
    expect(await listRefreshes(db, guid(1))).toEqual([
      { appId: 'hand', at: at(9) },
      { appId: 'schedule', at: at(5) },
    ])
  })

  test('a scheduled read that was told the same is the first that refreshes an app', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    // By hand, as after a consent: the app of the schedule is left alone.
    await markRefreshed(db, guid(1), ['hand'], t0)
    await saveSettledRead(db, settled(1))
    expect(await listRefreshes(db, guid(1))).toEqual([{ appId: 'hand', at: t0 }])
    await noteScheduled(db, [guid(1)], at(5))
    const times = [
      { appId: 'hand', at: t0 },
      { appId: 'schedule', at: at(5) },
    ]
    expect(await listRefreshes(db, guid(1))).toEqual(times)
    const other = { byHand: ['hand'], bySchedule: ['schedule', 'new'] }
    await saveSettledRead(db, { ...settled(1), apps: other })
    expect(await listRefreshes(db, guid(1))).toEqual(times)
  })

  test('are forgotten when the tenant has another name; a time never goes back', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    await saveSettledRead(db, settled(1))
    await markChecked(db, guid(1), { checkedAt: at(7) })
    await markCheckedAgain(db, [guid(1)], at(3))
    expect((await findTenant(db, guid(1)))?.checkedAt).toEqual(at(7))
    expect((await listSettledDigests(db, [guid(1)], 'r')).size).toBe(1)
    await markChecked(db, guid(1), { displayName: 'Another name' })
    expect((await listSettledDigests(db, [guid(1)], 'r')).size).toBe(0)
  })
})
