import { describe, expect, onTestFinished, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { alwaysLeader, shareLeaderLease } from '#platform/outbox/leader-lease.ts'
import type { Database } from '#platform/storage/database.ts'
import { retriedMs } from '#platform/webhooks/judge-answer.ts'
import type { WebhookAnswer } from '#platform/webhooks/webhook-client.ts'
import {
  listWebhookDeadLetters,
  sendDeadLettersAgain,
} from '#platform/webhooks/webhook-dead-letters-store.ts'
import { makeWebhooks } from '#platform/webhooks/webhook-loop.ts'
import type { OutgoingEvent, WebhookSource } from '#platform/webhooks/webhook-source.ts'
import { findTargetState, listTargetStates } from '#platform/webhooks/webhook-targets-store.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { makeTestLog } from '../../support/logs.ts'
import { openTestPostgres } from '../../support/postgres-database.ts'
import { makeTestTimers } from '../../support/timers.ts'
import { newWebhookKey } from '../../support/webhook-receiver.ts'

const key = newWebhookKey()

const named = (...names: string[]) =>
  names.map((name) => ({
    name,
    url: `https://${name}.example/`,
    keyFile: '',
    keys: [key],
    allowPrivate: false,
  }))

/** Events of these subjects, one after another. */
function makeSource(): WebhookSource & { add(...subjects: string[]): void } {
  const events: OutgoingEvent[] = []
  return {
    add(...subjects) {
      for (const subject of subjects)
        events.push({ position: events.length + 1, subject, kind: 'access', isTest: false })
    },
    findHead: async () => events.length,
    listAfter: async (_db, position, limit) => events.slice(position, position + limit),
    read: async (_db, position) => ({ id: `${position}`, body: events[position - 1]?.subject ?? '' }),
  }
}

/** One instance. The test decides when time passes, and what every request is answered with. */
function instance(database: Database, source: WebhookSource, names: readonly string[]) {
  const clock = makeTestClock()
  const timers = makeTestTimers()
  const log = makeTestLog()
  const sent: string[] = []
  const world: { answer: (body: string) => WebhookAnswer | Promise<WebhookAnswer> } = {
    answer: () => ({ status: 204 }),
  }
  const raised: { target: string; since: Date; outcome: string }[] = []
  const cleared: string[] = []
  const work = { name: 'webhooks', what: 'webhooks', longestMs: seconds(1), pollMs: seconds(1) }
  const webhooks = makeWebhooks({
    ...{ database, clock, timers, log, source, targets: named(...names), random: () => 1 },
    leaderLease: database.isShared ? shareLeaderLease({ database, clock, log, work }) : alwaysLeader,
    alarm: {
      raise: async (_tx, target, facts) => void raised.push({ target, ...facts }),
      clear: async (_tx, target) => void cleared.push(target),
    },
    makeClient: ({ name }) => ({
      async send({ body }) {
        sent.push(`${name} ${body}`)
        return world.answer(body)
      },
      close: async () => {},
    }),
    keysOf: () => () => [key],
  })
  onTestFinished(() => webhooks.stop())
  const pass = async (ms: number): Promise<void> => {
    clock.forward(ms)
    timers.forward(ms)
    await webhooks.settled()
  }
  return { webhooks, clock, log, sent, raised, cleared, pass, answer: world }
}

const rowsOf = ({ db }: Database) =>
  db.selectFrom('webhook_deliveries').select(['lane', 'attempts', 'dead_at']).orderBy('id').execute()

describe('webhooks', () => {
  async function one() {
    const database = await openTestDatabase()
    const source = makeSource()
    const made = instance(database, source, ['siem'])
    await made.webhooks.start()
    return { database, source, ...made }
  }

  test('an event that is first handed out after three days is retried for three days', async () => {
    const { database, source, clock, pass, answer, sent } = await one()
    source.add('a')
    clock.forward(retriedMs + hours(1))
    answer.answer = () => ({ status: 500 })
    await pass(0)
    expect(await rowsOf(database)).toEqual([{ lane: 'a', attempts: 1, dead_at: null }])
    answer.answer = () => ({ status: 204 })
    await pass(minutes(1))
    expect(sent).toEqual(['siem a', 'siem a'])
    expect(await rowsOf(database)).toEqual([])
  })

  test('a target that answers 410 stays closed, whatever else it accepts at that moment', async () => {
    const { database, source, pass, answer, webhooks } = await one()
    const accepted = Promise.withResolvers<WebhookAnswer>()
    const refused = Promise.withResolvers<WebhookAnswer>()
    answer.answer = (body) => (body === 'a' ? accepted.promise : refused.promise)
    source.add('a', 'b')
    const settled = pass(0)
    refused.resolve({ status: 410 })
    await expect.poll(async () => (await findTargetState(database.db, 'siem'))?.goneAt).toBeDefined()
    accepted.resolve({ status: 204 })
    await settled
    await webhooks.settled()
    const state = await findTargetState(database.db, 'siem')
    expect(state?.goneAt).toBeDefined()
    expect(state?.last?.outcome).toBe('410')
    expect(await rowsOf(database)).toMatchObject([{ lane: 'b' }])
  })

  test('a target that answers 410 is an alarm from then on, and nothing that waits is ever sent to it', async () => {
    const { database, source, clock, pass, answer, sent, raised } = await one()
    answer.answer = () => ({ status: 500 })
    source.add('a', 'a')
    await pass(0)
    answer.answer = () => ({ status: 410 })
    await pass(minutes(1))
    expect(raised).toEqual([{ target: 'siem', since: clock(), outcome: '410' }])
    const dead = { lane: 'a', dead_at: clock().getTime() }
    expect(await rowsOf(database)).toMatchObject([dead, dead])
    expect(sent).toHaveLength(2)
  })

  test('what a target that is gone did not accept waits when a person sends it again', async () => {
    const { database, source, clock, pass, answer, sent } = await one()
    answer.answer = () => ({ status: 410 })
    source.add('a')
    await pass(0)
    answer.answer = () => ({ status: 204 })
    const [dead] = await listWebhookDeadLetters(database.db, 0)
    await database.transaction((tx) => {
      if (!dead) throw new Error('Expected what the target did not accept')
      return sendDeadLettersAgain(tx, dead, { now: clock(), removed: 0 })
    })
    await pass(minutes(1))
    expect(await rowsOf(database)).toMatchObject([{ attempts: 0, dead_at: null }])
    expect(sent).toEqual(['siem a'])
  })

  test('a target is an alarm after an hour, until all that failed for so long is accepted', async () => {
    const { source, clock, pass, answer, raised, cleared } = await one()
    const since = clock()
    answer.answer = (body) => ({ status: body === 'a' ? 500 : 204 })
    source.add('a')
    await pass(0)
    expect(raised).toEqual([])
    await pass(hours(1))
    expect(raised).toEqual([{ target: 'siem', since, outcome: '500' }])
    source.add('b')
    await pass(0)
    expect(cleared).toEqual([])
    answer.answer = () => ({ status: 204 })
    await pass(hours(1))
    expect(cleared).toEqual(['siem'])
  })

  test('what failed is an alarm when it is given up, though nothing ran while it could have been one', async () => {
    const { database, source, clock, pass, answer, raised } = await one()
    const since = clock()
    answer.answer = () => ({ status: 500 })
    source.add('a')
    await pass(0)
    await pass(retriedMs)
    expect(await rowsOf(database)).toMatchObject([{ dead_at: clock().getTime() }])
    expect(raised).toEqual([{ target: 'siem', since, outcome: '500' }])
  })

  test('what fails alone is not hurried by what is accepted; after a target was down, it is', async () => {
    const { database, source, pass, answer, sent } = await one()
    answer.answer = (body) => ({ status: body === 'a' ? 500 : 204 })
    source.add('a')
    await pass(0)
    source.add('b')
    await pass(0)
    // The target accepted one, in the same second.
    expect(await findTargetState(database.db, 'siem')).not.toHaveProperty('failingSince')
    await pass(seconds(2))
    expect(sent).toEqual(['siem a', 'siem b'])
    answer.answer = () => ({ status: 500 })
    for (let n = 0; n < 5; n += 1) await pass(minutes(1))
    const tried = sent.length
    answer.answer = (body) => ({ status: body === 'a' ? 500 : 204 })
    source.add('c')
    await pass(0)
    expect(sent.slice(tried)).toEqual(['siem c', 'siem a'])
  })

  test('a target that fails again and again is asked by one request at a time, until it accepts one', async () => {
    const { source, clock, pass, answer, sent, webhooks } = await one()
    answer.answer = () => ({ status: 500 })
    source.add('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
    await pass(0)
    expect(sent).toHaveLength(8)
    const open: ((answer: WebhookAnswer) => void)[] = []
    answer.answer = () => new Promise((resolve) => open.push(resolve))
    clock.forward(minutes(1))
    const settled = webhooks.settled()
    await expect.poll(() => open.length).toBe(1)
    open[0]?.({ status: 204 })
    await expect.poll(() => open.length).toBe(8)
    for (const resolve of open) resolve({ status: 204 })
    await settled
    expect(sent).toHaveLength(16)
  })

  test.each([429, 503])(
    'a pause after %i that was written while the clock was ahead is not waited for',
    async (status) => {
      const { source, clock, pass, answer, sent } = await one()
      clock.forward(hours(1_000))
      answer.answer = () => ({ status, retryAfterMs: minutes(10) })
      source.add('a')
      await pass(0)
      expect(sent).toHaveLength(1)
      answer.answer = () => ({ status: 204 })
      clock.forward(-hours(1_000))
      await pass(0)
      expect(sent).toHaveLength(2)
    },
  )

  test('a pause is kept, also while the clocks of two instances differ by minutes', async () => {
    const { source, clock, pass, answer, sent } = await one()
    answer.answer = () => ({ status: 503, retryAfterMs: hours(1) })
    source.add('a')
    await pass(0)
    clock.forward(-minutes(5))
    await pass(0)
    expect(sent).toHaveLength(1)
    await pass(hours(1))
    expect(sent).toHaveLength(1)
    await pass(minutes(5))
    expect(sent).toHaveLength(2)
  })
})

test('an instance that slept while it sent writes nothing over what the next one has written', async () => {
  const database = await openTestPostgres()
  const source = makeSource()
  const [slow, next] = [instance(database, source, ['siem']), instance(database, source, ['siem'])]
  const late = Promise.withResolvers<WebhookAnswer>()
  slow.answer.answer = () => late.promise
  await slow.webhooks.start()
  source.add('a')
  slow.clock.forward(seconds(2))
  const settled = slow.webhooks.settled()
  await expect.poll(() => slow.sent).toEqual(['siem a'])
  next.clock.forward(minutes(2))
  await next.webhooks.start()
  await next.pass(seconds(2))
  expect(next.sent).toEqual(['siem a'])
  late.resolve({ status: 410 })
  await settled
  expect(await findTargetState(database.db, 'siem')).toMatchObject({ last: { outcome: 'delivered' } })
  expect(slow.log.lines).toContainEqual(
    expect.objectContaining({ level: 'warn', message: expect.stringContaining('left to the instance') }),
  )
})

describe('the targets of two instances on one database', () => {
  const namesIn = async ({ db }: Database) => (await listTargetStates(db)).map(({ name }) => name)

  test.each([
    ['no file', []],
    ['an older file', ['siem']],
  ])(
    'one with %s leaves the targets of the other one alone, and what waits for them',
    async (_what, older) => {
      const database = await openTestPostgres()
      const source = makeSource()
      const newer = instance(database, source, ['siem', 'suite'])
      newer.answer.answer = () => ({ status: 500 })
      await newer.webhooks.start()
      source.add('a')
      await newer.pass(seconds(2))
      const waiting = await rowsOf(database)
      expect(waiting).toHaveLength(2)
      const other = instance(database, source, older)
      await other.webhooks.start()
      for (let n = 0; n < 10; n += 1) {
        await newer.pass(seconds(60))
        await other.pass(seconds(60))
      }
      expect(await namesIn(database)).toEqual(['siem', 'suite'])
      expect(await rowsOf(database)).toHaveLength(2)
      expect([newer.cleared, other.cleared]).toEqual([[], []])
    },
  )

  test('are forgotten when the last instance that has them has ended, or was killed three minutes ago', async () => {
    const database = await openTestPostgres()
    const source = makeSource()
    const stopped = instance(database, source, ['siem', 'suite'])
    const killed = instance(database, source, ['siem', 'ticket'])
    const left = instance(database, source, ['siem'])
    for (const { webhooks } of [stopped, killed, left]) await webhooks.start()
    expect(await namesIn(database)).toEqual(['siem', 'suite', 'ticket'])
    await stopped.webhooks.stop()
    await left.pass(seconds(40))
    expect(await namesIn(database)).toEqual(['siem', 'ticket'])
    await left.pass(seconds(100))
    expect(await namesIn(database)).toEqual(['siem', 'ticket'])
    await left.pass(seconds(60))
    expect(await namesIn(database)).toEqual(['siem'])
    expect(left.cleared).toEqual(['suite', 'ticket'])
    // Whoever slept longer than that has its target again, from the next event on.
    await killed.pass(seconds(200))
    expect(await namesIn(database)).toEqual(['siem', 'ticket'])
  })
})
