import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { makeOutbox } from '#platform/outbox/delivery-loop.ts'
import { openTestDatabase, temporaryFile } from '../../support/databases.ts'
import { runs } from '../../support/runs.ts'
import { calm, setup, teamsError } from './setup.ts'

describe('a message that is due', () => {
  test('updates its card with what is so at that moment, and is gone', async () => {
    const { outbox, fake, state, tell, rows } = await setup()
    state.set('a', ' as it was')
    await tell('a')
    state.set('a', ' as it is')
    await outbox.settled()
    expect(fake.sent).toEqual([{ conversationId: 'c', activityId: 'card of a', card: 'a as it is' }])
    expect(await rows()).toEqual([])
  })

  test('without a card becomes a new one', async () => {
    const { outbox, fake, tell, rows } = await setup()
    await tell('a', { activityId: null })
    await outbox.settled()
    expect(fake.sent).toEqual([{ conversationId: 'c', activityId: null, card: 'a' }])
    expect(await rows()).toEqual([])
  })

  test('is one update, however often its card changed before', async () => {
    const { outbox, fake, state, tell } = await setup()
    for (const text of [' 1', ' 2', ' 3']) {
      state.set('a', text)
      await tell('a')
    }
    await outbox.settled()
    expect(fake.cards).toEqual(['a 3'])
  })

  test('is not sent before its time', async () => {
    const { outbox, fake, tell, clock } = await setup()
    await tell('a', { afterMs: 2_000 })
    clock.forward(1_999)
    await outbox.settled()
    expect(fake.cards).toEqual([])
    clock.forward(1)
    await outbox.settled()
    expect(fake.cards).toEqual(['a'])
  })

  test('is dropped when there is nothing to show any more', async () => {
    const { outbox, fake, tell, rows, log } = await setup({ render: async () => undefined })
    await tell('a')
    await outbox.settled()
    expect(fake.cards).toEqual([])
    expect(await rows()).toEqual([])
    expect(log.lines).toEqual([])
  })
})

describe('in one conversation', () => {
  test('messages go one by one, the longest waiting first', async () => {
    const { outbox, fake, tell, clock } = await setup()
    fake.hold()
    await tell('second', { afterMs: 2 })
    await tell('first', { afterMs: 1 })
    await tell('third', { afterMs: 2 })
    clock.forward(2)
    await outbox.start()
    for (const id of ['first', 'second', 'third']) {
      await calm()
      expect(fake.onTheirWay).toEqual([id])
      fake.answerOne()
    }
    await outbox.settled()
    expect(fake.cards).toEqual(['first', 'second', 'third'])
    await outbox.stop()
  })

  test('a message that fails does not hold up the next one', async () => {
    const { outbox, fake, tell } = await setup()
    fake.failWith(teamsError({ status: 502 }))
    await tell('bad')
    await tell('good')
    await outbox.settled()
    expect(fake.cards).toEqual(['good'])
  })

  test('a slow answer holds up nobody elsewhere, nor does a long queue', async () => {
    const { outbox, fake, tell } = await setup()
    fake.hold()
    for (let i = 0; i < 30; i++) await tell(`here ${i}`)
    await tell('there', { conversationId: 'd' })
    await outbox.start()
    await calm()
    expect(fake.onTheirWay).toEqual(['here 0', 'there'])
    for (let i = 0; i < 31; i++) {
      fake.answerOne()
      await calm()
    }
    await outbox.settled()
    expect(fake.cards).toHaveLength(31)
    await outbox.stop()
  })
})

test('in many conversations as many messages are on their way at once as told', async () => {
  const { outbox, fake, tell } = await setup({ atOnce: 8 })
  fake.hold()
  for (let i = 0; i < 20; i++) await tell(`${i}`, { conversationId: `c${i}` })
  await outbox.start()
  await calm()
  expect(fake.onTheirWay).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  fake.answerOne()
  await calm()
  expect(fake.onTheirWay).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  for (let i = 0; i < 19; i++) {
    fake.answerOne()
    await calm()
  }
  await outbox.settled()
  expect(fake.cards).toHaveLength(20)
  expect(fake.mostInFlight).toBe(8)
  await outbox.stop()
})

test('while the database records nothing, no more messages go out than may be on their way', async () => {
  const store = await openTestDatabase()
  const recording = Promise.withResolvers<void>()
  const transaction: typeof store.transaction = async (work) => {
    await recording.promise
    return store.transaction(work)
  }
  const database = { ...store, transaction, afterCommit: () => () => {} }
  const { outbox, fake, tell, rows } = await setup({ atOnce: 8, database }, store)
  for (let i = 0; i < 20; i++) await tell(`${i}`, { conversationId: `c${i}`, activityId: null })
  await outbox.start()
  await calm()
  // If the process dies now, these arrive twice.
  expect(fake.cards).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  recording.resolve()
  await outbox.settled()
  expect(fake.cards).toHaveLength(20)
  expect(await rows()).toEqual([])
  await outbox.stop()
})

describe('a card that changes while it is on its way', () => {
  test('is sent again as it is now, once', async () => {
    const { outbox, fake, state, tell, rows } = await setup()
    fake.hold()
    await tell('a')
    await outbox.start()
    await calm()
    for (const text of [' 1', ' 2']) {
      state.set('a', text)
      await tell('a')
      outbox.wake()
    }
    await calm()
    expect(fake.onTheirWay).toEqual(['a'])
    fake.answerOne()
    await calm()
    expect(fake.onTheirWay).toEqual(['a 2'])
    fake.answerOne()
    await outbox.settled()
    expect(fake.cards).toEqual(['a', 'a 2'])
    expect(await rows()).toEqual([])
    await outbox.stop()
  })

  test('keeps the pace of whoever changes it', async () => {
    const { outbox, fake, tell, pass } = await setup()
    fake.hold()
    await tell('a')
    await outbox.start()
    await calm()
    await tell('a', { afterMs: 2_000 })
    fake.answerOne()
    await calm()
    expect(fake.onTheirWay).toEqual([])
    await pass(1_999)
    expect(fake.onTheirWay).toEqual([])
    await pass(1)
    expect(fake.onTheirWay).toEqual(['a'])
    fake.answerOne()
    await outbox.stop()
  })
})

describe('a message that fails', () => {
  test('is sent again after 2 s, doubling up to 5 min, then given up and said once', async () => {
    const { outbox, fake, tell, clock, rows, log } = await setup()
    const waits: number[] = []
    await tell('a')
    for (let i = 0; i < 20; i++) {
      fake.failWith(teamsError({ status: 502, code: 'BadGateway' }))
      await outbox.settled()
      const [row] = await rows()
      const waitMs = Number(row?.due_at) - clock().getTime()
      if (i < 19) waits.push(waitMs / 1_000)
      clock.forward(waitMs)
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, ...Array(11).fill(300)])
    expect((await rows())[0]).toMatchObject({
      reason: 'tooOften',
      dead_at: expect.any(Number),
      last_error: 'teams failed: 502 BadGateway',
    })
    expect(log.lines.map(({ level }) => level)).toEqual([...Array(19).fill('info'), 'warn'])
    clock.forward(minutes(60))
    await outbox.settled()
    expect(fake.cards).toEqual([])
  })

  test('and then succeeds is gone', async () => {
    const { outbox, fake, tell, clock, rows } = await setup()
    fake.failWith(teamsError({ code: 'ECONNRESET' }), teamsError({ status: 412 }))
    await tell('a')
    await outbox.settled()
    clock.forward(seconds(2))
    await outbox.settled()
    expect(await rows()).toHaveLength(1)
    clock.forward(seconds(4))
    await outbox.settled()
    expect(fake.cards).toEqual(['a'])
    expect(await rows()).toEqual([])
  })

  test.each([
    [{ status: 400, code: 'BadSyntax' }, 'refused'],
    [{ status: 413 }, 'tooBig'],
    [{ code: 'NOT_STORED' }, 'noConversation'],
    [{ code: 'ADDRESS_REFUSED' }, 'addressRefused'],
  ])('for good (%o) is given up at once, said once, and kept until it changes', async (facts, reason) => {
    const { outbox, fake, tell, clock, rows, log } = await setup()
    const error = teamsError(facts)
    fake.failWith(error)
    await tell('bad')
    await tell('good')
    await outbox.settled()
    clock.forward(minutes(60))
    await outbox.settled()
    expect(fake.cards).toEqual(['good'])
    expect(await rows()).toMatchObject([{ subject_id: 'bad', reason, last_error: error.message }])
    const subject = { kind: 'thing', id: 'bad' }
    expect(log.lines).toEqual([
      {
        level: 'warn',
        facts: { conversationId: 'c', subject, attempts: 1, reason, error },
        message: 'a message could not be delivered and is marked dead',
      },
    ])
    await tell('bad')
    await outbox.settled()
    expect(fake.cards).toEqual(['good', 'bad'])
    expect(await rows()).toEqual([])
  })

  const minute = minutes(1)
  test.each([
    [{ status: 403, code: 'BotDisabledByAdmin' }, 'muted', hours(4)],
    [{ status: 403, code: 'ConversationBlockedByUser' }, 'muted', hours(4)],
    [{ status: 403, code: 'MessageWritesBlocked' }, 'muted', hours(4)],
    [{ status: 403, code: 'BotNotInConversationRoster' }, 'uninstalled', hours(4)],
    [{ status: 403, code: 'ForbiddenOperationException' }, 'uninstalled', hours(4)],
    [{ status: 403, code: 'NotEnoughPermissions' }, 'suspect', minute],
    [{ status: 403 }, 'suspect', minute],
    [{ status: 404, code: 'ConversationNotFound' }, 'noConversation', minute],
  ])(
    'because its conversation refuses it (%o) waits and is asked again, less and less, for a day',
    async (facts, reason, firstMs) => {
      const { outbox, fake, tell, clock, rows } = await setup()
      const error = teamsError(facts)
      fake.failWith(...Array<Error>(20).fill(error))
      await tell('bad')
      await outbox.settled()
      expect(await rows()).toMatchObject([{ reason, dead_at: null, last_error: error.message }])
      const startMs = clock().getTime()
      const askedMs: number[] = []
      for (let before = 1; clock().getTime() < startMs + hours(40); ) {
        const [waiting] = await rows()
        // A dead one is never asked about again.
        const waitMs = waiting?.dead_at === null ? waiting.due_at - clock().getTime() : hours(40)
        expect(waitMs).toBeGreaterThan(0)
        clock.forward(waitMs - 1)
        await outbox.settled()
        expect((await rows())[0]?.attempts).toBe(before)
        clock.forward(1)
        await outbox.settled()
        const [row] = await rows()
        if (row && row.attempts > before) askedMs.push(clock().getTime() - startMs)
        before = row?.attempts ?? before
      }
      expect(askedMs[0]).toBe(firstMs)
      const pauses = askedMs.map((ms, i) => ms - (askedMs[i - 1] ?? 0))
      expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
      expect(pauses.length).toBeLessThan(8)
      expect(await rows()).toMatchObject([{ reason, dead_at: expect.any(Number) }])
      expect((await rows())[0]?.dead_at).toBeLessThan(startMs + hours(26))
    },
  )

  test('because of a mistake of ours is tried again, said loudly, and its words are not stored', async () => {
    let broken = true
    const { outbox, fake, tell, clock, rows, log } = await setup({
      render: async () => {
        if (broken) throw new TypeError('password of Alice')
        return 'card'
      },
    })
    await tell('a')
    await outbox.settled()
    expect(log.lines.map(({ level }) => level)).toEqual(['error'])
    expect(await rows()).toMatchObject([{ attempts: 1, last_error: 'TypeError' }])
    broken = false
    clock.forward(seconds(2))
    await outbox.settled()
    expect(fake.cards).toEqual(['card'])
  })
})

describe('where the channel asks for silence', () => {
  test('nothing is sent before it ends, also what changes meanwhile; elsewhere all goes on', async () => {
    const { outbox, fake, tell, pass } = await setup()
    fake.failWith(teamsError({ status: 429, retryAfterMs: 30_000 }))
    await tell('a')
    await tell('b')
    await outbox.start()
    await calm()
    await tell('a')
    await tell('elsewhere', { conversationId: 'd' })
    outbox.wake()
    await calm()
    expect(fake.cards).toEqual(['elsewhere'])
    await pass(29_999)
    expect(fake.cards).toEqual(['elsewhere'])
    // Only the timer wakes it.
    await pass(1)
    expect(fake.cards.toSorted()).toEqual(['a', 'b', 'elsewhere'])
    await outbox.stop()
  })

  test('a wait shorter than ours is not shortened, one of days is asked again in an hour', async () => {
    const { outbox, fake, tell, clock, rows } = await setup()
    fake.failWith(teamsError({ status: 429, retryAfterMs: 1 }))
    await tell('a')
    await outbox.settled()
    expect((await rows())[0]?.due_at).toBe(clock().getTime() + seconds(2))
    clock.forward(seconds(2))
    fake.failWith(teamsError({ status: 429, retryAfterMs: minutes(60 * 48) }))
    await outbox.settled()
    expect((await rows())[0]?.due_at).toBe(clock().getTime() + minutes(60))
  })
})

describe('the loop', () => {
  test('sends what a transaction left as soon as it has committed', async () => {
    const database = await openTestDatabase()
    const { outbox, tell, fake } = await setup({ database }, database)
    await outbox.start()
    await tell('a')
    await calm()
    expect(fake.cards).toEqual(['a'])
    await outbox.stop()
  })

  test('sleeps until the next message is due, and sets no timer when none waits', async () => {
    const set: number[] = []
    const timers = {
      after(ms: number) {
        set.push(ms)
        return () => {}
      },
    }
    const { outbox, tell } = await setup({ timers })
    await outbox.start()
    await outbox.settled()
    expect(set).toEqual([])
    await tell('late', { afterMs: 9_000 })
    await tell('early', { afterMs: 7_000 })
    outbox.wake()
    await calm()
    expect(set).toEqual([7_000])
    await outbox.stop()
  })

  test('needs nobody to wake it for what falls due', async () => {
    const { outbox, fake, tell, pass } = await setup()
    await tell('a', { afterMs: 3_000 })
    await tell('b', { afterMs: 5_000 })
    await outbox.start()
    await pass(3_000)
    expect(fake.cards).toEqual(['a'])
    await pass(2_000)
    expect(fake.cards).toEqual(['a', 'b'])
    await outbox.stop()
  })

  test('sleeps on when its timer rings too early', async () => {
    const { outbox, fake, tell, timers, pass } = await setup()
    await tell('a', { afterMs: 3_000 })
    await outbox.start()
    timers.forward(3_000)
    await calm()
    expect(fake.cards).toEqual([])
    await pass(3_000)
    expect(fake.cards).toEqual(['a'])
    await outbox.stop()
  })

  test('sends nothing before it is started, or after it was stopped', async () => {
    const { outbox, fake, tell, rows } = await setup()
    await tell('a')
    outbox.wake()
    await calm()
    expect(fake.cards).toEqual([])
    await outbox.start()
    await outbox.settled()
    await outbox.stop()
    await tell('b')
    outbox.wake()
    await outbox.settled()
    expect(fake.cards).toEqual(['a'])
    expect(await rows()).toHaveLength(1)
  })

  test('stops when what is on its way has arrived, and begins nothing new', async () => {
    const { outbox, fake, tell, rows } = await setup()
    fake.hold()
    await tell('a')
    await tell('b')
    await outbox.start()
    await calm()
    let stopped = false
    const stopping = outbox.stop().then(() => {
      stopped = true
    })
    await calm()
    expect(stopped).toBe(false)
    fake.answerOne()
    await stopping
    expect(fake.cards).toEqual(['a'])
    expect((await rows()).map((row) => row.subject_id)).toEqual(['b'])
  })

  test('woken inside of a transaction waits for it instead of failing', async () => {
    const { database, outbox, fake, tell, log } = await setup()
    await outbox.start()
    await tell('a')
    await database.transaction(async () => {
      outbox.wake()
      await calm()
    })
    await outbox.settled()
    expect(fake.cards).toEqual(['a'])
    expect(log.lines).toEqual([])
    await outbox.stop()
  })

  test('rests when the database fails, says so and goes on by itself', async () => {
    const { outbox, fake, tell, pass, database, log, clock, timers } = await setup()
    await tell('a')
    let broken = true
    const transaction: typeof database.transaction = async (work) => {
      if (broken) throw new Error('disk full')
      return database.transaction(work)
    }
    const failing = makeOutbox<string>({
      database: { ...database, transaction },
      clock,
      timers,
      log,
      chat: fake.chat,
      render: async ({ id }) => id,
    })
    await failing.start()
    await calm()
    failing.wake()
    await calm()
    expect(fake.cards).toEqual(['a'])
    expect(log.lines).toMatchObject([
      { level: 'error', message: 'the outcome of a message could not be written' },
    ])
    broken = false
    await pass(4_999)
    expect(fake.cards).toEqual(['a'])
    await pass(1)
    expect(fake.cards).toEqual(['a', 'a'])
    await failing.stop()
    await outbox.stop()
  })
})

test('what another process left on its way is sent again, and its late end harms nothing', async () => {
  const file = await temporaryFile()
  const before = await setup({}, await openTestDatabase({}, file))
  before.fake.hold()
  await before.tell('a')
  await before.outbox.start()
  await calm()
  expect(before.fake.onTheirWay).toEqual(['a'])

  const after = await setup({}, await openTestDatabase({}, file))
  after.state.set('a', ' newer')
  await after.outbox.start()
  await after.outbox.settled()
  expect(after.fake.cards).toEqual(['a newer'])
  expect(await after.rows()).toEqual([])

  await after.tell('a')
  before.fake.answerOne()
  await before.outbox.stop()
  expect((await after.rows()).map((row) => row.subject_id)).toEqual(['a'])
  await after.outbox.stop()
})

test('whatever fails and however often cards change: the last state of each is shown, in order', async () => {
  const aFailure = fc.constantFrom(
    undefined,
    undefined,
    teamsError({ status: 502 }),
    teamsError({ status: 429, retryAfterMs: 7_000 }),
    teamsError({ code: 'TIMEOUT' }),
  )
  const aChange = fc.record({
    card: fc.integer({ min: 0, max: 5 }),
    afterMs: fc.constantFrom(0, 0, 2_000),
    passMs: fc.constantFrom(0, 0, 500, 3_000),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(aFailure, { maxLength: 12 }),
      fc.array(aChange, { maxLength: 25 }),
      async (failures, changes) => {
        const { outbox, fake, state, tell, pass, rows } = await setup()
        fake.failWith(...failures)
        await outbox.start()
        for (const [index, { card, afterMs, passMs }] of changes.entries()) {
          state.set(`${card}`, ` at ${index}`)
          await tell(`${card}`, { afterMs, conversationId: `c${card % 3}` })
          outbox.wake()
          if (passMs > 0) await pass(passMs)
        }
        for (let i = 0; i < 12; i++) await pass(minutes(5))
        await outbox.stop()
        expect(await rows()).toEqual([])
        for (const [card, text] of state) {
          const shown = fake.cards.filter((each) => each.startsWith(`${card} `))
          expect(shown.at(-1)).toBe(`${card}${text}`)
          const times = shown.map((each) => Number(each.split(' at ')[1]))
          expect(times).toEqual(times.toSorted((a, b) => a - b))
        }
      },
    ),
    runs(25, 5),
  )
})
