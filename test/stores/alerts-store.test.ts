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
  findOpenDigest,
  forgetDigested,
  insertDigest,
  listDeliveries,
  listWaitingDeliveries,
  setForm,
} from '#domain/alerts/deliveries-store.ts'
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
    expect(await addWaiting(db, 1, ['x', 'y'], at(1))).toEqual(['x', 'y'])
    expect(await addWaiting(db, 1, ['x', 'z'], at(2))).toEqual(['z'])
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
