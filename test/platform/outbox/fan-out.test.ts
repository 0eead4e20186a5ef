import { expect, test } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import { add } from '#platform/outbox/outbox-store.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { openTestDatabase, temporaryFile } from '../../support/databases.ts'
import { runUntilKilled } from '../../support/run-until-killed.ts'
import { StrictChannel } from '../../support/strict-channel.ts'
import { fanOut, placesOf, seedFanOut, type Taken } from './fan-out.ts'

const startMs = Date.UTC(2026, 2, 1, 8)

/** The messages of each conversation with their last state. */
function shownBy(taken: readonly Taken[]): Map<string, Map<string, string>> {
  const shown = new Map<string, Map<string, string>>()
  for (const { conversation, activityId, newId, card } of taken) {
    const messages = shown.get(conversation) ?? new Map<string, string>()
    shown.set(conversation, messages.set(activityId ?? newId ?? '', card))
  }
  return shown
}

test('2,000 conversations in 20 tenants: in time, once each, the last state, and no limit of Teams exceeded', async () => {
  const database = await openTestDatabase()
  await seedFanOut(database, 2_000, startMs)
  const channel = new StrictChannel()
  const taken: Taken[] = []
  const endMs = await fanOut({
    database,
    startMs,
    card: 'as it was',
    changes: { 8: 'as it is' },
    onTaken: (one) => {
      channel.take(one)
      taken.push(one)
    },
  })
  expect(channel.excesses).toEqual([])
  expect(endMs - startMs).toBeLessThanOrEqual(minutes(3))
  const shown = shownBy(taken)
  expect(shown.size).toBe(2_000)
  for (const messages of shown.values()) expect([...messages.values()]).toEqual(['as it is'])
})

test('one instance stops and another one goes on: once each, the last state, and no limit of Teams exceeded', async () => {
  const path = await temporaryFile()
  const database = await openTestDatabase({}, path)
  const next = { database: await openTestDatabase({}, path), fromSecond: 3 }
  await seedFanOut(database, 600, startMs)
  const channel = new StrictChannel()
  const taken: Taken[] = []
  const onTaken = (one: Taken) => {
    channel.take(one)
    taken.push(one)
  }
  await fanOut({ database, startMs, card: 'as it was', changes: { 8: 'as it is' }, next, onTaken })
  expect(channel.excesses).toEqual([])
  const shown = shownBy(taken)
  expect(shown.size).toBe(600)
  for (const messages of shown.values()) expect([...messages.values()]).toEqual(['as it is'])
  const senders = taken.filter(({ atMs }) => atMs < startMs + 3_000).length
  expect(senders).toBeGreaterThan(50)
})

test('40 cards for one conversation keep to what one conversation may get', async () => {
  const database = await openTestDatabase()
  await seedFanOut(database, 2, startMs)
  const conversationId = '19:t0:1'
  await database.transaction(async (tx) => {
    for (let i = 0; i < 40; i++) {
      const subject = { kind: 'alert', id: `${i}` }
      await add(tx, { conversationId, activityId: null, subject, dueAt: new Date(startMs) })
    }
  })
  const channel = new StrictChannel()
  const taken: Taken[] = []
  const onTaken = (one: Taken) => {
    channel.take(one)
    taken.push(one)
  }
  const endMs = await fanOut({ database, startMs, card: 'as it was', onTaken })
  expect(taken.filter(({ conversation }) => conversation === conversationId)).toHaveLength(41)
  expect(channel.excesses).toEqual([])
  expect(endMs - startMs).toBeLessThanOrEqual(minutes(1))
})

test('killed with SIGKILL twice in the middle: nothing is lost, and nobody sees more than one extra each time', async () => {
  const path = await temporaryFile()
  const seeded = await openDatabase(path)
  await seedFanOut(seeded, 400, startMs)
  await seeded.close()
  const channel = new StrictChannel()
  const taken: Taken[] = []
  const worker = 'test/platform/outbox/fan-out-worker.ts'
  for (const killAt of [100, 160]) {
    // The next process starts when the previous one was killed.
    const fromMs = taken.at(-1)?.atMs ?? startMs
    const lines = await runUntilKilled(worker, [path, `${fromMs}`], (seen, kill) => {
      if (seen.length >= killAt) kill()
    })
    for (const line of lines) if (line.endsWith('}')) taken.push(JSON.parse(line) as Taken)
  }
  const database = await openTestDatabase({}, path)
  const fromMs = taken.at(-1)?.atMs ?? startMs
  await fanOut({ database, startMs: fromMs, card: 'as it was', onTaken: (one) => void taken.push(one) })
  for (const one of taken.toSorted((a, b) => a.atMs - b.atMs)) channel.take(one)
  expect(channel.excesses).toEqual([])
  const shown = shownBy(taken)
  expect(shown.size).toBe(400)
  const extras = [...shown.values()].map((messages) => messages.size - 1)
  expect(Math.max(...extras)).toBeLessThanOrEqual(2)
  // Only messages in flight at the crash arrive twice.
  expect(extras.reduce((sum, extra) => sum + extra, 0)).toBeLessThanOrEqual(2 * 32)
  const known = new Set((await placesOf(database)).values())
  for (const messages of shown.values()) expect([...messages.keys()].some((id) => known.has(id))).toBe(true)
})

test('the channel of these tests does refuse what exceeds a limit', () => {
  const channel = new StrictChannel()
  const to = { conversation: 'c', tenantId: 't' }
  for (let i = 0; i < 7; i++) expect(channel.take({ ...to, atMs: i })).toBe(true)
  expect(channel.take({ ...to, atMs: 8 })).toBe(false)
  for (let i = 0; i < 43; i++) channel.take({ conversation: `d${i}`, tenantId: 't', atMs: 9 })
  expect(channel.excesses.map((text) => text.split(':')[0])).toEqual(['conversation c', 'tenant t'])
})
