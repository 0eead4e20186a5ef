import { describe, expect, test } from 'vitest'
import { saveConversation } from '#edge/teams/conversations/conversations-store.ts'
import { seconds } from '#platform/base/time.ts'
import type { Address } from '#platform/outbox/address.ts'
import { findPostedCard } from '#platform/outbox/posted-cards-store.ts'
import { postCardOnce, refreshCards } from '#platform/outbox/show-card.ts'
import { wideSendLimits } from '../../support/wide-send-limits.ts'
import { calm, setup, teamsError } from './setup.ts'

const subject = { kind: 'thing', id: 'a' }
const channel: Address = { conversationId: 'c' }
const alice: Address = { person: { tenantId: 't', objectId: 'alice' } }

async function setupPlaces() {
  const parts = await setup({ sendLimits: wideSendLimits({ pace: true }) })
  const { database, clock, state } = parts
  const post = (...addresses: Address[]) =>
    database.transaction((tx) => postCardOnce(tx, { subject, addresses, dueAt: clock() }))
  const change = (text: string, urgent = false) => {
    state.set('a', text)
    return database.transaction((tx) => refreshCards(tx, subject, clock(), { urgent }))
  }
  return { ...parts, post, change }
}

describe('the card of a subject', () => {
  test('is posted once at each address, however often it is asked for', async () => {
    const { outbox, fake, post } = await setupPlaces()
    await post(channel, alice, channel)
    await post(alice)
    await outbox.settled()
    await post(channel, alice)
    await outbox.settled()
    expect(fake.sent).toEqual([
      { conversationId: 'c', activityId: null, card: 'a' },
      { conversationId: 'chat of alice', activityId: null, card: 'a' },
    ])
  })

  test('follows its subject at every address', async () => {
    const { outbox, fake, post, change } = await setupPlaces()
    await post(channel, alice)
    await outbox.settled()
    await change(' changed')
    await outbox.settled()
    expect(fake.sent.slice(2)).toEqual([
      { conversationId: 'c', activityId: 'message 1', card: 'a changed' },
      { conversationId: 'chat of alice', activityId: 'message 2', card: 'a changed' },
    ])
  })

  test('that changed before it was posted is posted as it is', async () => {
    const { outbox, fake, post, change, rows } = await setupPlaces()
    await post(channel)
    await change(' changed')
    await outbox.settled()
    expect(fake.cards).toEqual(['a changed'])
    expect(await rows()).toEqual([])
  })

  test('that changed while its post was on its way is shown anew afterwards', async () => {
    const { outbox, fake, post, change, rows } = await setupPlaces()
    fake.hold()
    await post(channel)
    await outbox.start()
    await calm()
    expect(fake.onTheirWay).toEqual(['a'])
    await change(' changed')
    fake.answerOne()
    await calm()
    expect(fake.onTheirWay).toEqual(['a changed'])
    fake.answerOne()
    await outbox.settled()
    expect(fake.sent.at(-1)).toEqual({ conversationId: 'c', activityId: 'message 1', card: 'a changed' })
    expect(await rows()).toEqual([])
    await outbox.stop()
  })

  test('that was removed by somebody comes back as a new message, which is followed from then on', async () => {
    const { database, outbox, fake, post, change, rows, outcomes } = await setupPlaces()
    await post(alice)
    await outbox.settled()
    fake.failWith(teamsError({ status: 404, code: 'ActivityNotFoundInConversation' }))
    await change(' 1')
    await outbox.settled()
    await change(' 2')
    await outbox.settled()
    expect(fake.sent.slice(1)).toEqual([
      { conversationId: 'chat of alice', activityId: null, card: 'a 1' },
      { conversationId: 'chat of alice', activityId: 'message 2', card: 'a 2' },
    ])
    expect((await findPostedCard(database.db, subject, alice))?.posted?.activityId).toBe('message 2')
    expect(outcomes).toEqual(['sent', 'repost', 'sent', 'sent'])
    expect(await rows()).toEqual([])
  })

  test('that has no place of its own gets one when it was removed, once', async () => {
    const { outbox, fake, tell, rows } = await setupPlaces()
    const gone = teamsError({ status: 404, code: 'ActivityNotFoundInConversation' })
    for (let i = 0; i < 2; i++) {
      fake.failWith(gone)
      await tell('a')
      await outbox.settled()
    }
    expect(fake.sent).toEqual([
      { conversationId: 'c', activityId: null, card: 'a' },
      { conversationId: 'c', activityId: 'message 1', card: 'a' },
    ])
    expect(await rows()).toEqual([])
  })
})

describe("a person's address and the person's own chat", () => {
  test('are one place: one message at a time', async () => {
    const { database, outbox, fake, post, tell, clock } = await setupPlaces()
    const id = 'a:alice'
    const bot = { id: '28:bot' }
    await saveConversation(database.db, {
      id,
      kind: 'personal',
      tenantId: 't',
      personId: 'alice',
      reference: { serviceUrl: 'https://smba.example/', conversation: { id }, bot },
      seenAt: clock(),
    })
    fake.hold()
    await post(alice)
    await tell('b', { conversationId: id })
    await tell('elsewhere', { conversationId: 'd' })
    await outbox.start()
    await calm()
    expect(fake.onTheirWay).toEqual(['a', 'elsewhere'])
    fake.answerOne()
    await calm()
    expect(fake.onTheirWay).toEqual(['elsewhere', 'b'])
    await tell('c', { conversationId: id, activityId: null })
    fake.answerOne()
    fake.answerOne()
    await calm()
    fake.answerOne()
    await outbox.settled()
    expect(fake.cards.toSorted()).toEqual(['a', 'b', 'c', 'elsewhere'])
    await outbox.stop()
  })

  test('that is gone for the channel is opened anew, once', async () => {
    const { outbox, fake, post, pass, rows } = await setupPlaces()
    const gone = teamsError({ status: 404, code: 'ConversationNotFound' })
    fake.failWith(gone)
    await post(alice)
    await outbox.start()
    await pass(seconds(2))
    expect(fake.cards).toEqual(['a'])
    expect(await rows()).toEqual([])
    await outbox.stop()
  })
})

describe('the threads of a channel', () => {
  test('are one place with it', async () => {
    const { outbox, fake, tell } = await setup()
    fake.hold()
    await tell('parent', { conversationId: '19:x' })
    await tell('thread', { conversationId: '19:x;messageid=1' })
    await outbox.start()
    await calm()
    expect(fake.onTheirWay).toEqual(['parent'])
    fake.answerOne()
    await calm()
    expect(fake.onTheirWay).toEqual(['thread'])
    fake.answerOne()
    await outbox.stop()
  })
})
