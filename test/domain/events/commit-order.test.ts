import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { eventTypes } from '#domain/events/event.ts'
import { findEventHead, listEventsAfter } from '#domain/events/events-store.ts'
import { noteEvent } from '#domain/events/note-event.ts'
import type { Database } from '#platform/storage/database.ts'
import { at, guid } from '../../stores/samples.ts'
import { emptyPostgres, openInstance } from '../../support/postgres-database.ts'

const note = (database: Database, number: number): Promise<void> =>
  database.transaction(async (tx) =>
    noteEvent(tx, { type: eventTypes.access, at: at(0), tenantId: guid(number), setId: 's', data: {} }),
  )

const positions = async (database: Database, after: number): Promise<number[]> =>
  (await listEventsAfter(database.db, { after, limit: 1_000 })).map(({ position }) => position)

test('an event waits for the one with an earlier position: nobody sees it first', async () => {
  const address = await emptyPostgres()
  const database = await openInstance(address)
  // Another instance, between its event and the end of its commit.
  const other = new pg.Client(address)
  await other.connect()
  onTestFinished(() => other.end())
  await other.query('begin')
  await other.query("update event_head set position = position + 1 where name = 'head'")
  await other.query(
    `insert into events (position, id, at, type, sequence, data_json) values (1, 'first', 1, 't', 1, '{}')`,
  )
  const second = note(database, 2)
  const isWaiting = async (): Promise<boolean> =>
    (await other.query('select 1 from pg_locks where not granted')).rows.length > 0
  await expect.poll(isWaiting).toBe(true)
  expect(await positions(database, 0)).toEqual([])
  await other.query('commit')
  await second
  expect(await positions(database, 0)).toEqual([1, 2])
})

test('a reader that goes on behind what it has seen misses none, while three instances write', async () => {
  const address = await emptyPostgres()
  const writers = [await openInstance(address), await openInstance(address), await openInstance(address)]
  const reader = await openInstance(address)
  const each = 40
  let isOver = false
  const writing = Promise.all(
    writers.map(async (database, writer) => {
      for (let n = 0; n < each; n++) await note(database, writer * 10 + (n % 3))
    }),
  ).then(() => {
    isOver = true
  })
  const seen: number[] = []
  for (;;) {
    const last = isOver
    const found = await positions(reader, seen.at(-1) ?? 0)
    seen.push(...found)
    if (last && found.length === 0) break
  }
  await writing
  expect(seen).toEqual(Array.from({ length: writers.length * each }, (_, n) => n + 1))
  expect(await findEventHead(reader.db)).toEqual({ position: 120, removed: 0 })
})
