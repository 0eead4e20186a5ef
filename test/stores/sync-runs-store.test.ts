import { expect, test } from 'vitest'
import type { SyncRun } from '#domain/sync/sync-run.ts'
import { findActiveRun, findRun, getRun, insertRun, updateRun } from '#domain/sync/sync-runs-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid, t0 } from './samples.ts'

const makeRun = (id: string, rest: Partial<SyncRun> = {}): SyncRun => ({
  id,
  total: 3,
  done: 0,
  failed: 0,
  changed: 0,
  failures: [],
  state: 'running',
  by: alice,
  startedAt: t0,
  ...rest,
})

const whole: Required<SyncRun> = {
  ...makeRun('whole'),
  tenantId: guid(1),
  done: 3,
  failed: 2,
  changed: 1,
  failures: [
    { outcome: { service: 'graph', name: 'throttled', class: 'passing' }, count: 2, tenantIds: [guid(1)] },
  ],
  state: 'done',
  conversationId: 'conversation',
  activityId: 'activity',
  scope: [guid(1), guid(2)],
  endedAt: at(60_000),
}

describeStore('sync runs', (open) => {
  test('come back whole, and without what is not known', async () => {
    const { db } = await open()
    for (const run of [whole, makeRun('bare')]) await insertRun(db, run)
    expect(await findRun(db, 'whole')).toStrictEqual(whole)
    expect(await getRun(db, 'bare')).toStrictEqual(makeRun('bare'))
  })

  test('one that nobody started is refused', async () => {
    const { db } = await open()
    expect(await findRun(db, 'nobody')).toBeUndefined()
    const error = await getRun(db, 'nobody').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UserError)
    expect(error).toMatchObject({ code: 'SYNC_NOT_FOUND' })
  })

  test('a change is that of one run', async () => {
    const { db } = await open()
    for (const id of ['whole', 'other']) await insertRun(db, makeRun(id))
    await updateRun(db, whole)
    expect(await getRun(db, 'whole')).toStrictEqual(whole)
    expect(await getRun(db, 'other')).toStrictEqual(makeRun('other'))
  })

  test('the one that goes on is found per tenant, or for all of them', async () => {
    const { db } = await open()
    expect(await findActiveRun(db, null)).toBeUndefined()
    await insertRun(db, makeRun('all'))
    await insertRun(db, makeRun('one', { tenantId: guid(1) }))
    await insertRun(db, makeRun('ended', { tenantId: guid(2), state: 'done' }))
    await insertRun(db, makeRun('cancelled', { tenantId: guid(3), state: 'cancelled' }))
    const active = async (tenantId: string | null) => (await findActiveRun(db, tenantId))?.id
    expect(await active(null)).toBe('all')
    expect(await active(guid(1))).toBe('one')
    expect(await active(guid(2))).toBeUndefined()
    expect(await active(guid(3))).toBeUndefined()
    await insertRun(db, makeRun('newer', { startedAt: at(1) }))
    expect(await active(null)).toBe('newer')
  })
})
