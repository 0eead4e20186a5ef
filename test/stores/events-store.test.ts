import { expect, test } from 'vitest'
import { eventTypes } from '#domain/events/event.ts'
import { findEventAt, findEventHead, listEventsAfter, removeEvents } from '#domain/events/events-store.ts'
import { noteEvent } from '#domain/events/note-event.ts'
import { listTold, listToldAllowed } from '#domain/events/subjects-store.ts'
import type { Database } from '#platform/storage/database.ts'
import { openTestDatabase } from '../support/databases.ts'
import { describeStore } from './contract.ts'
import { at, guid } from './samples.ts'

const access = eventTypes.access
const draft = (number: number, setId: string, ms = 0, told?: { allowed: boolean; status: string }) => ({
  type: access,
  at: at(ms),
  tenantId: guid(number),
  setId,
  data: { number },
  ...(told && { told }),
})

const numbersOf = async ({ db }: Database) =>
  (await listEventsAfter(db, { after: 0, limit: 100 })).map(({ position, tenantId, setId, sequence }) =>
    [position, tenantId?.slice(-1) ?? '*', setId ?? '*', sequence].join(' '),
  )

describeStore('events', (open) => {
  test('have positions without gaps, and numbers without gaps for each tenant and set', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      noteEvent(tx, draft(1, 's'))
      noteEvent(tx, draft(2, 's'))
      noteEvent(tx, draft(1, 's'))
    })
    await database.transaction(async (tx) => {
      noteEvent(tx, draft(1, 't'))
      noteEvent(tx, draft(1, 's'))
      noteEvent(tx, { type: eventTypes.request, at: at(0), data: {} })
      noteEvent(tx, { type: eventTypes.request, at: at(0), setId: 's', data: {} })
    })
    expect(await numbersOf(database)).toEqual([
      ...['1 1 s 1', '2 2 s 1', '3 1 s 2', '4 1 t 1', '5 1 s 3', '6 * * 1', '7 * s 1'],
    ])
    expect(await findEventHead(database.db)).toEqual({ position: 7, removed: 0 })
  })

  test('are read as they were written', async () => {
    const database = await open()
    const written = { ...draft(1, 's', 5), data: { text: 'ä \ud800 \0', list: [1, null] } }
    await database.transaction(async (tx) => noteEvent(tx, written))
    const event = await findEventAt(database.db, 1)
    expect(event).toEqual({
      ...written,
      position: 1,
      sequence: 1,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
    })
    expect(await findEventAt(database.db, 2)).toBeUndefined()
  })

  test('are written with their transaction or not at all, and take no number then', async () => {
    const database = await open()
    const broken = database.transaction(async (tx) => {
      noteEvent(tx, draft(1, 's'))
      throw new Error('no')
    })
    await expect(broken).rejects.toThrow('no')
    await database.transaction(async (tx) => noteEvent(tx, draft(1, 's')))
    expect(await numbersOf(database)).toEqual(['1 1 s 1'])
  })

  test('wake their loop, and a transaction without one does not', async () => {
    const database = await open()
    let woken = 0
    database.afterCommit('events', () => (woken += 1))
    await database.transaction(async () => {})
    expect(woken).toBe(0)
    await database.transaction(async (tx) => noteEvent(tx, draft(1, 's')))
    expect(woken).toBe(1)
  })

  test('remember what was told last, also when later events say nothing of it', async () => {
    const database = await open()
    const { db } = database
    await database.transaction(async (tx) => {
      noteEvent(tx, draft(1, 's', 0, { allowed: true, status: 'granted' }))
      noteEvent(tx, draft(1, 't', 0, { allowed: false, status: 'error' }))
      noteEvent(tx, draft(2, 's'))
    })
    await database.transaction(async (tx) => noteEvent(tx, draft(1, 's')))
    const told = await listTold(db, [guid(1), guid(2)])
    expect(Object.fromEntries(told)).toEqual({
      [`${guid(1)}/s`]: { allowed: true, status: 'granted' },
      [`${guid(1)}/t`]: { allowed: false, status: 'error' },
    })
    expect(await listToldAllowed(db, ['s', 't'])).toEqual([{ tenantId: guid(1), setId: 's' }])
    const until = at(9)
    const limited = { ...draft(1, 's'), told: { allowed: true, status: 'granted', until } }
    await database.transaction(async (tx) => noteEvent(tx, limited))
    expect((await listTold(db, [guid(1)])).get(`${guid(1)}/s`)).toEqual(limited.told)
  })

  test('are removed by their age, some at a time, and no number comes again', async () => {
    const database = await open()
    const { db } = database
    for (const ms of [1, 2, 3, 9]) await database.transaction(async (tx) => noteEvent(tx, draft(1, 's', ms)))
    expect(await removeEvents(db, at(4), 2)).toBe(2)
    expect(await findEventHead(db)).toEqual({ position: 4, removed: 2 })
    expect(await removeEvents(db, at(4), 2)).toBe(1)
    expect(await removeEvents(db, at(4), 2)).toBe(0)
    expect(await numbersOf(database)).toEqual(['4 1 s 4'])
    expect(await removeEvents(db, at(10), 2)).toBe(1)
    await database.transaction(async (tx) => noteEvent(tx, draft(1, 's', 11)))
    expect(await numbersOf(database)).toEqual(['5 1 s 5'])
    expect(await findEventHead(db)).toEqual({ position: 5, removed: 4 })
  })

  test('many at once are one batch', async () => {
    const database = await open()
    await database.transaction(async (tx) => {
      for (let n = 0; n < 250; n++) noteEvent(tx, draft(n % 50, 's'))
    })
    const events = await listEventsAfter(database.db, { after: 0, limit: 1_000 })
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 250 }, (_, n) => n + 1))
    expect(events.filter(({ tenantId }) => tenantId === guid(7)).map(({ sequence }) => sequence)).toEqual([
      1, 2, 3, 4, 5,
    ])
  })
})

test('outside of a transaction, an event is a mistake', async () => {
  const { db } = await openTestDatabase()
  expect(() => noteEvent(db as never, draft(1, 's'))).toThrow('No transaction')
})
