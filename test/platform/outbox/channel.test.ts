import { describe, expect, test } from 'vitest'
import { findConversationState } from '#edge/teams/conversations/conversations-store.ts'
import { minutes, seconds } from '#platform/base/time.ts'
import { makeOutbox } from '#platform/outbox/delivery-loop.ts'
import { add } from '#platform/outbox/outbox-store.ts'
import type { Card } from '../../../cards/render.ts'
import { alice, makeCard, startTestBot } from '../../edge/teams/test-bot.ts'
import { readText } from '../../support/card-parts.ts'
import { channel } from '../../support/fake-teams.ts'
import { wideSendLimits } from '../../support/wide-send-limits.ts'

const general = channel('general')

/** The outbox with the real connector client, in a channel with a known thread. */
async function startSending(timeoutMs?: number) {
  const bot = await startTestBot(timeoutMs === undefined ? {} : { timeoutMs })
  const { database, clock, timers, log, fake, teams } = bot
  await fake.as(alice, general).say('help')
  const outbox = makeOutbox<Card>({
    database,
    clock,
    timers,
    log,
    chat: teams.outgoing,
    sendLimits: wideSendLimits({ pace: true }),
    render: async ({ id }) => makeCard(id),
    random: () => 1,
  })
  const before = fake.connector.requests.length
  const tell = async (id: string, activityId: string | null = null) => {
    const message = { conversationId: general.id, activityId, subject: { kind: 'alert', id }, dueAt: clock() }
    await database.transaction((tx) => add(tx, message))
    await outbox.settled()
  }
  const pass = async (ms: number) => {
    clock.forward(ms)
    await outbox.settled()
  }
  const rows = () => database.db.selectFrom('outbox').selectAll().orderBy('id').execute()
  const state = async () =>
    (
      await database.db
        .selectFrom('conversations')
        .select('state')
        .where('id', '=', general.id)
        .executeTakeFirst()
    )?.state
  const texts = () => fake.cards(general.id).map(({ card }) => readText(card))
  const requests = () => fake.connector.requests.length - before
  return { ...bot, outbox, tell, pass, rows, state, texts, requests }
}

describe('a conversation that takes nothing', () => {
  test.each([
    ['BotDisabledByAdmin', 'muted'],
    ['ConversationBlockedByUser', 'muted'],
    ['MessageWritesBlocked', 'muted'],
    ['BotNotInConversationRoster', 'uninstalled'],
    ['ForbiddenOperationException', 'uninstalled'],
    ['NotEnoughPermissions', 'suspect'],
    ['NeverHeardOf', 'suspect'],
  ])('(%s) is %s, left alone, and told everything when somebody speaks there', async (code, state) => {
    const sending = await startSending()
    const { fake, tell, rows, texts, requests, outbox } = sending
    fake.connector.fail({ status: 403, code })
    await tell('first')
    await tell('second')
    expect(await sending.state()).toBe(state)
    expect(await rows()).toMatchObject([{ reason: state }, { reason: state }])
    expect(requests()).toBe(1)
    await fake.as(alice, general).say('help')
    await outbox.settled()
    expect(await sending.state()).toBe('open')
    expect(texts().slice(-2)).toEqual(['first', 'second'])
    expect(await rows()).toEqual([])
  })

  test('because the bot was thrown out is told everything when it is added again', async () => {
    const sending = await startSending()
    const { fake, tell, rows, texts, outbox } = sending
    fake.connector.fail({ status: 403, code: 'BotNotInConversationRoster' })
    await tell('news')
    await fake.as(alice, channel('another')).install()
    await outbox.settled()
    expect(await sending.state()).toBe('open')
    expect(texts()).toContain('news')
    expect(await rows()).toEqual([])
  })

  test('is learned from the answer to a turn, too', async () => {
    const { fake, teams, database } = await startSending()
    const own = fake.as(alice)
    await own.say('help')
    fake.connector.fail({ status: 403, code: 'MessageWritesBlocked' })
    await own.say('help')
    await teams.settled()
    expect(await findConversationState(database.db, own.conversationId)).toBe('muted')
  })

  test('because the channel does not know it is told when it speaks again', async () => {
    const sending = await startSending()
    const { fake, tell, rows, texts, outbox } = sending
    fake.connector.fail({ status: 404, code: 'ConversationNotFound' })
    await tell('news')
    expect(await sending.state()).toBe('noConversation')
    expect(await rows()).toMatchObject([{ reason: 'noConversation' }])
    await fake.as(alice, general).say('help')
    await outbox.settled()
    expect(texts().at(-1)).toBe('news')
    expect(await rows()).toEqual([])
  })
})

describe('a channel that takes a message and says it failed', () => {
  test.each([500, 502, 503, 504])('(%i) shows a new card twice at most', async (status) => {
    const { fake, tell, pass, rows, texts } = await startSending()
    fake.connector.fail({ status, code: 'ServiceError', afterAll: true }, Number.POSITIVE_INFINITY)
    await tell('alert 7')
    for (let i = 0; i < 20; i++) await pass(minutes(5))
    expect(texts().filter((text) => text === 'alert 7')).toHaveLength(2)
    expect(await rows()).toMatchObject([{ reason: 'doubtful' }])
  })

  test('shows an update as often as it is sent, and it ends', async () => {
    const { fake, tell, pass, rows, texts } = await startSending()
    const [message] = fake.cards(general.id)
    fake.connector.fail({ status: 502, afterAll: true }, 3)
    await tell('newer', message?.id ?? '')
    for (let i = 0; i < 4; i++) await pass(seconds(16))
    expect(texts()).toEqual(['newer'])
    expect(await rows()).toEqual([])
  })

  test('or never answers is given up after the time limit, and asked once more', async () => {
    // Long enough for an answer on a busy machine.
    const { fake, tell, pass, rows } = await startSending(1_000)
    fake.connector.hang()
    await tell('alert 8')
    expect(await rows()).toMatchObject([{ doubts: 1, last_error: 'teams failed: no answer TIMEOUT' }])
    fake.connector.recover()
    await pass(seconds(10))
    expect(await rows()).toEqual([])
  })
})

test('a channel that does not know the bot is left alone, and asked again every five minutes', async () => {
  const { fake, tell, pass, rows, requests, outbox, log } = await startSending()
  fake.connector.fail({ status: 401, code: 'BotNotRegistered' }, 2)
  await tell('first')
  await tell('second')
  expect(requests()).toBe(1)
  expect(outbox.refusedSince).toBeDefined()
  await pass(minutes(4))
  expect(requests()).toBe(1)
  await pass(minutes(1))
  expect(requests()).toBe(2)
  await pass(minutes(5))
  expect(outbox.refusedSince).toBeUndefined()
  expect(await rows()).toEqual([])
  const loud = log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)
  expect(loud).toEqual(['the channel refuses the bot: nothing is sent anymore'])
})
