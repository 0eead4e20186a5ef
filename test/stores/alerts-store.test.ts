import { expect, test } from 'vitest'
import type { Alert } from '#domain/alerts/alert.ts'
import {
  findAlertByKey,
  getAlert,
  insertAlert,
  listLiveAlerts,
  listLiveAlertsOf,
  setChangedBy,
  updateAlert,
} from '#domain/alerts/alerts-store.ts'
import {
  addWaiting,
  countDeliveredSince,
  findDelivery,
  forgetDigested,
  listDeliveries,
  listWaitingDeliveries,
  removeWaiting,
  setForm,
} from '#domain/alerts/deliveries-store.ts'
import { findOpenDigest, insertDigest } from '#domain/alerts/digests-store.ts'
import { listAlertsAbout, listPostedAs } from '#domain/alerts/owned-alerts-store.ts'
import {
  listAddressesFor,
  listAddressesOfSet,
  listSubscriptions,
  removeSubscriptions,
  saveSubscription,
} from '#domain/alerts/subscriptions-store.ts'
import {
  clearSyncBreaker,
  findSyncBreaker,
  saveSyncBreaker,
  takeProbe,
} from '#domain/sync/sync-breaker-store.ts'
import { describeStore } from './contract.ts'
import { at } from './samples.ts'

const by = { tenantId: 'home', objectId: 'olivia', name: 'Olivia' }
const sample = (rest: Partial<Alert> = {}): Omit<Alert, 'id'> => ({
  key: 't|s|appDisabled|v1',
  tenantId: 't',
  setId: 's',
  condition: 'appDisabled',
  severity: 'critical',
  state: 'open',
  version: 1,
  openedAt: at(5),
  detail: { findings: [{ code: 'APP_DISABLED_BY_ADMIN', who: 'operator', since: at(4) }], objectId: 'o' },
  marks: { acknowledged: { by, at: at(6) } },
  ...rest,
})

describeStore('alerts', (open) => {
  test('give back what was written, times as times, under a number of their own', async () => {
    const { db } = await open()
    const alert = await insertAlert(db, sample({ reference: 'INC0012345' }))
    expect(await getAlert(db, alert.id)).toEqual(alert)
    expect(await findAlertByKey(db, alert.key)).toEqual(alert)
    await expect(insertAlert(db, sample())).rejects.toThrow()
    await expect(getAlert(db, alert.id + 1)).rejects.toMatchObject({ code: 'ALERT_UNKNOWN' })
    await setChangedBy(db, alert.id, { name: 'admin', at: at(3) })
    expect((await getAlert(db, alert.id)).changedBy).toEqual({ name: 'admin', at: at(3) })
  })

  test('are changed once per version', async () => {
    const { db } = await open()
    const alert = await insertAlert(db, sample())
    expect(await updateAlert(db, { ...alert, state: 'resolved', resolvedAt: at(9), version: 2 })).toBe(true)
    expect(await updateAlert(db, { ...alert, state: 'open', version: 2 })).toBe(false)
    expect(await getAlert(db, alert.id)).toMatchObject({ state: 'resolved', version: 2 })
  })

  test('that are not over are found by set with those of the tenant, and apart from the operator’s', async () => {
    const { db } = await open()
    const { setId: _s, ...whole } = sample({ key: 'a', condition: 'connectionLost' })
    const { tenantId: _t, ...own } = whole
    await insertAlert(db, whole)
    await insertAlert(db, sample())
    await insertAlert(db, sample({ key: 'b', setId: 'other' }))
    await insertAlert(db, sample({ key: 'c', state: 'resolved' }))
    await insertAlert(db, { ...own, key: 'd', condition: 'syncStopped' })
    expect((await listLiveAlerts(db, 't', 's')).map(({ key }) => key)).toEqual(['a', sample().key])
    expect((await listLiveAlertsOf(db, null)).map(({ key }) => key)).toEqual(['d'])
  })

  test('wait once per address, are told in one form, and leave a digest', async () => {
    const { db } = await open()
    expect(await addWaiting(db, 1, ['x', 'y'], { now: at(1) })).toEqual(['x', 'y'])
    expect(await addWaiting(db, 1, ['x', 'z'], { now: at(2) })).toEqual(['z'])
    const digest = await insertDigest(db, 'x', at(3))
    expect(await findOpenDigest(db, 'x', at(4))).toBeUndefined()
    expect(await findOpenDigest(db, 'x', at(3))).toEqual(digest)
    await setForm(db, { alertId: 1, address: 'x', form: 'digest', digestId: digest.id, since: at(3) })
    await setForm(db, { alertId: 1, address: 'y', form: 'card', since: at(3) })
    expect([await countDeliveredSince(db, 'x', at(3)), await countDeliveredSince(db, 'y', at(4))]).toEqual([
      1, 0,
    ])
    expect((await listWaitingDeliveries(db, 'z')).map(({ alertId }) => alertId)).toEqual([1])
    expect(await forgetDigested(db, 1)).toEqual([digest.id])
    expect((await listDeliveries(db, 1)).map(({ address, form }) => `${address} ${form}`)).toEqual([
      'y card',
      'z waiting',
    ])
  })

  test('that belong to somebody wait in their chat once, and stay when a subscription ends', async () => {
    const { db } = await open()
    const alert = await insertAlert(db, sample())
    await addWaiting(db, alert.id, ['own', 'other'], { now: at(1) })
    const via = { as: 'owner' } as const
    expect(await addWaiting(db, alert.id, ['own', 'new'], { now: at(2), via })).toEqual(['new'])
    const why = { as: 'approvers', why: 'owner.noRole' } as const
    await addWaiting(db, alert.id, ['bob'], { now: at(2), via: why })
    expect((await findDelivery(db, alert.id, 'own'))?.via).toEqual(via)
    expect((await findDelivery(db, alert.id, 'bob'))?.via).toEqual(why)
    expect((await findDelivery(db, alert.id, 'other'))?.via).toBeUndefined()
    for (const address of ['own', 'other']) await removeWaiting(db, address)
    const left = (await listDeliveries(db, alert.id)).map(({ address }) => address)
    expect(left).toEqual(['bob', 'new', 'own'])
    const posted = async (address: string) => (await listPostedAs(db, address, ['owner'])).map(({ id }) => id)
    expect([await posted('own'), await posted('bob')]).toEqual([[alert.id], []])
  })

  test('about some tenants or sets are those that are neither asleep nor over', async () => {
    const { db } = await open()
    await insertAlert(db, sample({ key: 'a', tenantId: 't1' }))
    await insertAlert(db, sample({ key: 'b', tenantId: 't2', state: 'acknowledged' }))
    await insertAlert(db, sample({ key: 'c', tenantId: 't2', state: 'snoozed' }))
    await insertAlert(db, sample({ key: 'd', tenantId: 't3', setId: 'other', state: 'resolved' }))
    await insertAlert(db, sample({ key: 'e', tenantId: 't3', setId: 'other' }))
    const about = async (tenantIds: string[], setIds: string[]) =>
      (await listAlertsAbout(db, { tenantIds, setIds })).map(({ key }) => key).sort()
    expect(await about(['t1', 't2'], [])).toEqual(['a', 'b'])
    expect(await about([], ['other'])).toEqual(['e'])
    expect(await about(['t1'], ['other'])).toEqual(['a', 'e'])
    expect(await about([], [])).toEqual([])
  })
})

describeStore('subscriptions', (open) => {
  test('replace one of the same kind and find who wants to be told, each once', async () => {
    const { db } = await open()
    const save = (address: string, severity: 'info' | 'critical', rest: object = {}) =>
      saveSubscription(db, { address, severity, by, createdAt: at(1), ...rest })
    await save('all', 'critical')
    await save('all', 'info')
    await save('all', 'info', { tenantId: 't' })
    await save('one', 'critical', { tenantId: 't', setId: 's' })
    await save('other', 'info', { tenantId: 'u' })
    await save('set', 'info', { setId: 's' })
    expect(await listSubscriptions(db, 'all')).toHaveLength(2)
    const told = (rest: object) => listAddressesFor(db, { severity: 'critical', ...rest })
    expect(await told({ tenantId: 't', setId: 's' })).toEqual(['all', 'one', 'set'])
    expect(await told({ tenantId: 't', setId: 's', severity: 'info' })).toEqual(['all', 'set'])
    expect(await told({ tenantId: 'u' })).toEqual(['all', 'other', 'set'])
    expect(await told({})).toEqual(['all'])
    const grown = { setId: 's', tenantIds: ['t'], severity: 'warning' } as const
    expect(await listAddressesOfSet(db, grown)).toEqual(['all', 'set'])
    expect(await removeSubscriptions(db, 'all', { tenantId: 't' })).toBe(1)
    expect(await removeSubscriptions(db, 'all')).toBe(1)
  })
})

describeStore('the guard of the sync', (open) => {
  test('is there while tenants fail, and gives its try to one', async () => {
    const { db } = await open()
    expect(await findSyncBreaker(db)).toBeUndefined()
    const guard = { outcome: 'timedOut', tenantIds: ['a', 'b'], stoppedAt: at(1), probeAt: at(5) }
    await saveSyncBreaker(db, { outcome: 'x', tenantIds: ['a'] })
    await saveSyncBreaker(db, guard)
    expect(await findSyncBreaker(db)).toEqual(guard)
    expect(await takeProbe(db, at(4), at(9))).toBe(false)
    expect([await takeProbe(db, at(5), at(9)), await takeProbe(db, at(5), at(9))]).toEqual([true, false])
    await clearSyncBreaker(db)
    expect(await findSyncBreaker(db)).toBeUndefined()
  })
})
