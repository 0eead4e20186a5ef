import type { KyselyPlugin } from 'kysely'
import { describe, expect, test } from 'vitest'
import { seconds } from '#platform/base/time.ts'
import { shareLeaderLease } from '#platform/outbox/leader-lease.ts'
import { postCardOnce } from '#platform/outbox/show-card.ts'
import type { Database } from '#platform/storage/database.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase, temporaryFile } from '../../support/databases.ts'
import { makeTestLog } from '../../support/logs.ts'
import { emptyPostgres, openInstance } from '../../support/postgres-database.ts'
import { calm, setup, teamsError } from './setup.ts'

const kinds: Readonly<Record<string, () => Promise<[Database, Database]>>> = {
  SQLite: async () => {
    const path = await temporaryFile()
    return [await openTestDatabase({}, path), await openTestDatabase({}, path)]
  },
  PostgreSQL: async () => {
    const address = await emptyPostgres()
    return [await openInstance(address), await openInstance(address)]
  },
}

/** A database that reports whether it is busy. */
function watched(database: Database): { watched: Database; calm: () => Promise<void> } {
  let busy = 0
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => {
      busy++
      return node
    },
    transformResult: async ({ result }) => {
      busy--
      return result
    },
  }
  const transaction: Database['transaction'] = async (work) => {
    busy++
    return database.transaction(work).finally(() => busy--)
  }
  const calm = async () => {
    for (let quiet = 0; quiet < 20; quiet = busy > 0 ? 0 : quiet + 1)
      await new Promise((resolve) => setImmediate(resolve))
  }
  return { watched: { ...database, db: database.db.withPlugin(counter), transaction }, calm }
}

async function instance(database: Database) {
  const clock = makeTestClock()
  const log = makeTestLog()
  const { watched: own, calm } = watched(database)
  const leaderLease = shareLeaderLease({ database: own, clock, log: makeTestLog() })
  const made = await setup({ leaderLease, clock, log }, own)
  const pass = async (ms: number) => {
    clock.forward(ms)
    made.timers.forward(ms)
    await calm()
  }
  const start = async () => {
    await made.outbox.start()
    await calm()
  }
  return { ...made, clock, log, calm, pass, start }
}

describe.each(Object.entries(kinds))('of two instances on one database on %s', (_kind, openTwo) => {
  const two = async () => {
    const [first, second] = await openTwo()
    return { one: await instance(first), other: await instance(second) }
  }

  test('one sends, also what the other one has put into the outbox', async () => {
    const { one, other } = await two()
    await one.start()
    await other.start()
    await one.tell('a')
    await other.tell('b', { conversationId: 'd' })
    other.outbox.wake()
    await other.calm()
    expect(other.fake.cards).toEqual([])
    await one.pass(seconds(1))
    expect(one.fake.cards.toSorted()).toEqual(['a', 'b'])
    for (let i = 0; i < 20; i++) {
      await one.pass(seconds(5))
      await other.pass(seconds(5))
    }
    await other.tell('c')
    await one.pass(seconds(1))
    await other.pass(seconds(5))
    expect([one.fake.cards.length, other.fake.cards.length]).toEqual([3, 0])
  })

  test('the other one goes on when the one has stopped, a second later', async () => {
    const { one, other } = await two()
    await one.start()
    await other.start()
    await one.outbox.stop()
    await one.tell('a')
    await other.pass(seconds(0.9))
    other.outbox.wake()
    await other.calm()
    expect(other.fake.cards).toEqual([])
    await other.pass(seconds(1))
    expect(other.fake.cards).toEqual(['a'])
  })

  test('the other one goes on when the one has died, after 30 s and not before', async () => {
    const { one, other } = await two()
    await one.start()
    await other.start()
    await one.tell('a')
    for (let i = 0; i < 5; i++) await other.pass(seconds(5))
    expect(other.fake.cards).toEqual([])
    for (let i = 0; i < 2; i++) await other.pass(seconds(5))
    expect(other.fake.cards).toEqual(['a'])
  })

  test.each([
    ['arrives', undefined],
    ['fails', teamsError({ status: 502 })],
    ['is refused', teamsError({ status: 403, code: 'BotDisabledByAdmin' })],
    ['finds its card removed', teamsError({ status: 404, code: 'ActivityNotFoundInConversation' })],
  ])('whoever slept while its message was on its way writes nothing when that %s', async (_what, failure) => {
    const { one, other } = await two()
    one.fake.hold()
    other.fake.hold()
    await one.tell('a')
    await one.start()
    expect(one.fake.onTheirWay).toEqual(['a'])
    await other.start()
    for (let i = 0; i < 7; i++) await other.pass(seconds(5))
    expect(other.fake.onTheirWay).toEqual(['a'])
    const before = await other.rows()
    if (failure) one.fake.failWith(failure)
    one.fake.answerOne()
    await one.calm()
    expect(await other.rows()).toEqual(before)
    expect(one.log.lines.at(-1)?.message).toBe('a message is left to the instance that sends now')
    other.fake.answerOne()
    await other.calm()
    expect(await other.rows()).toEqual([])
    expect(one.outcomes).toEqual([])
  })

  test('a card that both have posted is the one of the instance that sends by now', async () => {
    const { one, other } = await two()
    one.fake.hold()
    const subject = { kind: 'thing', id: 'a' }
    const card = { subject, addresses: [{ conversationId: 'c' }], dueAt: one.clock() }
    await one.database.transaction((tx) => postCardOnce(tx, card))
    await one.start()
    await other.start()
    await other.database.transaction((tx) =>
      postCardOnce(tx, { ...card, subject: { kind: 'thing', id: 'before' } }),
    )
    for (let i = 0; i < 7; i++) await other.pass(seconds(5))
    expect(other.fake.cards).toEqual(['a', 'before'])
    one.fake.answerOne()
    await one.calm()
    const places = await other.database.db.selectFrom('card_places').select('activity_id').execute()
    expect(places.map(({ activity_id }) => activity_id).toSorted()).toEqual(['message 1', 'message 2'])
  })

  test('whoever slept before its message was sent sends it no more', async () => {
    const { one, other } = await two()
    await one.start()
    await one.tell('a')
    one.clock.forward(seconds(60))
    one.outbox.wake()
    await one.calm()
    // It was not taken over, so the same instance may continue.
    expect(one.fake.cards).toEqual(['a'])
    await one.tell('b')
    await other.start()
    for (let i = 0; i < 15; i++) await other.pass(seconds(7))
    expect(other.fake.cards).toEqual(['b'])
    await one.tell('c')
    one.clock.forward(seconds(60))
    one.outbox.wake()
    await one.calm()
    expect(one.fake.cards).toEqual(['a'])
  })
})

test('whoever sleeps while a card is drawn does not send it', async () => {
  const database = await openTestDatabase()
  const clock = makeTestClock()
  const drawn = Promise.withResolvers<string>()
  let isDrawing = false
  const render = async () => {
    isDrawing = true
    return drawn.promise
  }
  const leaderLease = shareLeaderLease({ database, clock, log: makeTestLog() })
  const { outbox, fake, tell, rows } = await setup({ leaderLease, clock, render }, database)
  await tell('a')
  await outbox.start()
  await calm()
  expect(isDrawing).toBe(true)
  clock.forward(seconds(60))
  await shareLeaderLease({ database, clock, log: makeTestLog() }).acquire()
  drawn.resolve('late')
  await calm()
  expect(await rows()).toMatchObject([{ attempts: 0 }])
  expect(fake.cards).toEqual([])
})
