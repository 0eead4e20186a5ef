import { expect, test } from 'vitest'
import type { Database } from '#platform/storage/database.ts'
import {
  discardDeadLetters,
  listWebhookDeadLetters,
  markAllDead,
  markDeliveryDead,
  sendDeadLettersAgain,
} from '#platform/webhooks/webhook-dead-letters-store.ts'
import {
  addDeliveries,
  areWaiting,
  endDelivery,
  hastenDeliveries,
  isAnyFailingSince,
  nextDeliveryAt,
  retryDelivery,
  takeDueDeliveries,
  testOrderingKey,
} from '#platform/webhooks/webhook-deliveries-store.ts'
import { listWebhookFigures } from '#platform/webhooks/webhook-figures-store.ts'
import {
  findTargetState,
  keepTargets,
  listTargetStates,
  moveTarget,
  noteAccepted,
  noteFailed,
  setAlarmed,
} from '#platform/webhooks/webhook-targets-store.ts'
import { describeStore } from './contract.ts'
import { at } from './samples.ts'

const siem = { name: 'siem', url: 'https://siem.example/' }
const other = { name: 'other', url: 'https://other.example/' }

const events = (...keys: string[]) =>
  keys.map((orderingKey, n) => ({ position: n + 1, orderingKey, at: at(n) }))

const due = async (
  { db }: Database,
  now = at(99),
  more: { only?: string; busy?: string[]; limit?: number } = {},
) => {
  const { busy = [], limit = 9, only } = more
  const found = await takeDueDeliveries(db, 'siem', { now, limit, busy, ...(only && { only }) })
  return found.map(({ position, orderingKey }) => `${position} ${orderingKey}`)
}

describeStore('targets of webhooks', (open) => {
  test('begin with the next event, keep their place, and are forgotten with what waits for them', async () => {
    const database = await open()
    const keep = (targets: (typeof siem)[], head: number) =>
      database.transaction((tx) => keepTargets(tx, targets, head))
    expect(await keep([siem, other], 7)).toEqual([])
    await database.transaction((tx) => moveTarget(tx, 'siem', 9))
    await database.transaction((tx) => addDeliveries(tx, 'other', events('a')))
    expect(await keep([siem], 30)).toEqual(['other'])
    expect(await listTargetStates(database.db)).toMatchObject([{ name: 'siem', position: 9 }])
    expect(await areWaiting(database.db, 'other', 1)).toBe(false)
  })

  test('say how they stand, and begin anew with another address', async () => {
    const database = await open()
    const { db } = database
    const state = () => findTargetState(db, 'siem')
    await database.transaction((tx) => keepTargets(tx, [siem], 0))
    expect(await state()).toEqual({ name: 'siem', position: 0, pausedUntil: new Date(0), isAlarmed: false })
    await database.transaction(async (tx) => {
      await noteFailed(tx, 'siem', { now: at(1), outcome: '503', pausedUntil: at(60) })
      await noteFailed(tx, 'siem', { now: at(2), outcome: '410', isGone: true })
      await setAlarmed(tx, 'siem', at(2))
    })
    const last = { at: at(2), outcome: '410' }
    const wrong = { failingSince: at(1), goneAt: at(2), pausedUntil: at(60), isAlarmed: true, last }
    expect(await state()).toMatchObject(wrong)
    await database.transaction((tx) => keepTargets(tx, [siem], 5))
    expect(await state()).toMatchObject(wrong)
    await database.transaction((tx) => noteAccepted(tx, 'siem', at(3)))
    const well = { pausedUntil: new Date(0), last: { at: at(3), outcome: 'delivered' } }
    expect(await state()).toEqual({ name: 'siem', position: 0, isAlarmed: true, ...well })
    await database.transaction((tx) => noteFailed(tx, 'siem', { now: at(4), outcome: '410', isGone: true }))
    await database.transaction((tx) => keepTargets(tx, [{ ...siem, url: 'https://new.example/' }], 5))
    expect(await state()).toMatchObject({ position: 0, pausedUntil: new Date(0) })
    expect((await state())?.goneAt).toBeUndefined()
  })
})

describeStore('deliveries of webhooks', (open) => {
  test('are taken one by one with one ordering key, and many keys at once', async () => {
    const database = await open()
    await database.transaction((tx) => addDeliveries(tx, 'siem', events('a', 'a', 'b', testOrderingKey)))
    await database.transaction((tx) => addDeliveries(tx, 'other', events('a')))
    expect(await due(database)).toEqual(['1 a', '3 b', '4 test'])
    expect(await due(database, at(99), { busy: ['a'] })).toEqual(['3 b', '4 test'])
    expect(await due(database, at(99), { only: testOrderingKey })).toEqual(['4 test'])
    expect(await due(database, at(99), { limit: 1 })).toEqual(['1 a'])
    const [first] = await takeDueDeliveries(database.db, 'siem', { now: at(9), limit: 1, busy: [] })
    await database.transaction((tx) => endDelivery(tx, first?.id ?? 0))
    expect(await due(database)).toEqual(['2 a', '3 b', '4 test'])
  })

  test('that failed hold back their ordering key, come last when due, and at once when hastened', async () => {
    const database = await open()
    const { db } = database
    await database.transaction((tx) => addDeliveries(tx, 'siem', events('a', 'a', 'b')))
    const [first] = await takeDueDeliveries(db, 'siem', { now: at(9), limit: 1, busy: [] })
    const fail = { dueAt: at(50), outcome: '500' }
    if (first) await database.transaction((tx) => retryDelivery(tx, first, fail))
    expect(await due(database, at(40))).toEqual(['3 b'])
    expect(await nextDeliveryAt(db, 'siem', at(40))).toEqual(at(50))
    expect(await due(database, at(50))).toEqual(['3 b', '1 a'])
    expect(await nextDeliveryAt(db, 'siem', at(50))).toBeUndefined()
    expect(await isAnyFailingSince(db, 'siem', at(0))).toBe(true)
    expect(await isAnyFailingSince(db, 'other', at(0))).toBe(false)
    await database.transaction((tx) => hastenDeliveries(tx, 'siem', at(41)))
    expect(await due(database, at(41))).toEqual(['3 b', '1 a'])
    expect(await areWaiting(db, 'siem', 3)).toBe(true)
    expect(await areWaiting(db, 'siem', 4)).toBe(false)
  })

  test('that are dead are counted, and sent again in their order behind nobody, or discarded', async () => {
    const database = await open()
    const { db } = database
    await database.transaction((tx) => addDeliveries(tx, 'siem', events('a', 'b', 'a', testOrderingKey)))
    const taken = await takeDueDeliveries(db, 'siem', { now: at(9), limit: 1, busy: [] })
    const dead = { now: at(60), outcome: '500' }
    for (const { id } of taken) await database.transaction((tx) => markDeliveryDead(tx, id, dead))
    // What follows with the same key goes on.
    expect(await due(database)).toEqual(['2 b', '3 a', '4 test'])
    await database.transaction((tx) => markAllDead(tx, 'siem', dead))
    expect(await due(database)).toEqual(['4 test'])
    const [letters] = await listWebhookDeadLetters(db, 0)
    expect(letters).toMatchObject({ target: 'siem', count: 3, since: at(60) })
    expect(await listWebhookFigures(db, at(70))).toEqual([
      { target: 'siem', waiting: 1, dead: 3, oldestMs: at(70).getTime() - at(3).getTime() },
    ])
    const shown = letters ?? { target: '', count: 0, upTo: 0 }
    let removed = 0
    const again = (order: typeof shown) =>
      database.transaction((tx) => sendDeadLettersAgain(tx, order, { now: at(80), removed }))
    expect(await again({ ...shown, count: 2 })).toBe(0)
    expect(await again({ ...shown, target: 'other' })).toBe(0)
    expect(await again(shown)).toBe(3)
    expect(await again(shown)).toBe(0)
    await database.transaction((tx) =>
      addDeliveries(tx, 'siem', [{ position: 9, orderingKey: 'a', at: at(81) }]),
    )
    // New ones of the same subject don't wait for them.
    expect(await due(database)).toEqual(['1 again a', '2 again b', '4 test', '9 a'])
    await database.transaction((tx) => markAllDead(tx, 'siem', dead))
    const [now] = await listWebhookDeadLetters(db, 0)
    expect(await again(now ?? shown)).toBe(4)
    expect(await due(database)).toEqual(['1 again a', '2 again b', '4 test'])
    await database.transaction((tx) => markAllDead(tx, 'siem', dead))
    removed = 2
    const [older] = await listWebhookDeadLetters(db, removed)
    expect(older).toMatchObject({ count: 4, gone: 2 })
    // What is no longer kept stays, until a person discards it.
    expect(await again(older ?? shown)).toBe(2)
    expect(await listWebhookDeadLetters(db, removed)).toMatchObject([{ count: 2, gone: 2 }])
    await database.transaction((tx) => markAllDead(tx, 'siem', dead))
    const [last] = await listWebhookDeadLetters(db, removed)
    expect(await database.transaction((tx) => discardDeadLetters(tx, { ...shown, count: 1 }))).toBe(0)
    expect(await database.transaction((tx) => discardDeadLetters(tx, last ?? shown))).toBe(4)
    expect(await listWebhookDeadLetters(db, 0)).toEqual([])
    expect(await due(database)).toEqual(['4 test'])
  })
})
