import { describe, expect, it } from 'vitest'
import {
  type Conversation,
  findConversation,
  findNewestConversation,
  findPersonalConversation,
  removeConversation,
  saveConversation,
} from '#edge/teams/conversations/conversations-store.ts'
import { readText } from '../../support/card-parts.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { channel, groupChat } from '../../support/fake-teams.ts'
import { makeActivity } from './activities.ts'
import { alice, home, makeCard, startTestBot, victor } from './test-bot.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 8, minute))
const make = (id: string, change: Partial<Conversation> = {}): Conversation => ({
  id,
  kind: 'personal',
  tenantId: home,
  personId: alice.objectId,
  reference: {
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    conversation: { id, conversationType: 'personal', tenantId: home },
    bot: { id: '28:bot', name: 'Grantkeeper' },
  },
  seenAt: at(0),
  ...change,
})

describe('the conversations store', () => {
  it('gives back what it was given, and brings it up to date', async () => {
    const { db } = await openTestDatabase()
    await saveConversation(db, make('a:1'))
    const newer = make('a:1', {
      reference: { ...make('a:1').reference, serviceUrl: 'https://smba.trafficmanager.net/amer/' },
      seenAt: at(1),
    })
    await saveConversation(db, newer)
    expect(await findConversation(db, 'a:1')).toEqual(newer)
    expect(await findConversation(db, 'a:2')).toBeUndefined()
  })

  it('finds the newest personal chat of a person, and only this person’s', async () => {
    const { db } = await openTestDatabase()
    await saveConversation(db, make('a:old'))
    await saveConversation(db, make('a:new', { seenAt: at(2) }))
    await saveConversation(db, make('a:group', { kind: 'groupChat', seenAt: at(3) }))
    await saveConversation(db, make('a:victor', { personId: victor.objectId, seenAt: at(4) }))
    expect((await findPersonalConversation(db, home, alice.objectId))?.id).toBe('a:new')
    expect(await findPersonalConversation(db, 'other', alice.objectId)).toBeUndefined()
    expect((await findNewestConversation(db, home))?.id).toBe('a:victor')
    expect(await findNewestConversation(db, 'other')).toBeUndefined()
  })

  it('forgets a channel with its threads, and no other', async () => {
    const { db } = await openTestDatabase()
    const ids = ['19:a_b@t', '19:a_b@t;messageid=1', '19:axb@t;messageid=2', '19:a_b@tt', '19:%;messageid=3']
    for (const id of ids) await saveConversation(db, make(id, { kind: 'channel' }))
    await removeConversation(db, '19:a_b@t')
    await removeConversation(db, '19:')
    const left = await db.selectFrom('conversations').select('id').orderBy('id').execute()
    expect(left.map(({ id }) => id)).toEqual(['19:%;messageid=3', '19:a_b@tt', '19:axb@t;messageid=2'])
  })
})

describe('speaking unasked', () => {
  it('reaches the personal chat of somebody who has spoken with the bot', async () => {
    const { fake, teams } = await startTestBot()
    await fake.as(alice).say('help')
    const person = { tenantId: home, objectId: alice.objectId, name: alice.name }
    const { conversationId, activityId } = await teams.chat.postToPerson(person, makeCard('news'))
    await teams.chat.update(conversationId, activityId, makeCard('newer'))
    expect(fake.cards(conversationId).map(({ card }) => readText(card))).toEqual(['help', 'newer'])
  })

  it('opens a chat with somebody of the home tenant who has not', async () => {
    const { fake, teams } = await startTestBot()
    await fake.as(alice, groupChat('ops')).say('help')
    const person = { tenantId: home, objectId: victor.objectId, name: victor.name }
    const { conversationId } = await teams.chat.postToPerson(person, makeCard('news'))
    await teams.chat.postToPerson(person, makeCard('more'))
    expect(fake.cards(conversationId).map(({ card }) => readText(card))).toEqual(['news', 'more'])
    // The help was answered where it was typed.
    const opened = fake.connector.requests.filter(({ path }) => path === '/v3/conversations')
    expect(opened.map(({ body }) => body)).toMatchObject([
      { isGroup: false, members: [{ id: victor.objectId }], tenantId: home },
    ])
  })

  it('to a conversation nobody knows fails with a name', async () => {
    const { fake, teams } = await startTestBot()
    const unknown = { facts: { service: 'teams', code: 'NOT_STORED' } }
    await expect(teams.chat.post('a:nobody', makeCard('lost'))).rejects.toMatchObject(unknown)
    const person = { tenantId: home, objectId: alice.objectId, name: '' }
    await expect(teams.chat.postToPerson(person, makeCard('lost'))).rejects.toMatchObject(unknown)
    expect(fake.connector.requests).toEqual([])
  })

  it('never goes to an address that is on no list, even if the store says so', async () => {
    const { fake, teams, database } = await startTestBot()
    const { conversationId } = await fake.as(alice).ask('help')
    const { reference } = (await findConversation(database.db, conversationId)) ?? make('')
    const stolen = { ...reference, serviceUrl: 'http://10.0.0.1/' }
    await saveConversation(database.db, make(conversationId, { reference: stolen }))
    await expect(teams.chat.post(conversationId, makeCard('lost'))).rejects.toMatchObject({
      facts: { code: 'ADDRESS_REFUSED' },
    })
  })
})

describe('a conversation', () => {
  it('of the home tenant is remembered where it is heard', async () => {
    const { fake, database } = await startTestBot()
    await fake.as(alice, channel('general')).say('help')
    const stored = await findConversation(database.db, channel('general').id)
    expect(stored).toMatchObject({
      kind: 'channel',
      tenantId: home,
      reference: { serviceUrl: fake.serviceUrl },
    })
    expect(stored?.personId).toBeUndefined()
  })

  it('of another tenant is not', async () => {
    const { fake, database } = await startTestBot()
    const stranger = { ...alice, tenantId: '99999999-0000-4000-8000-000000000001' }
    await fake.as(stranger).say('help')
    expect(await findConversation(database.db, fake.as(stranger).conversationId)).toBeUndefined()
  })

  it('with an address that is on no list is not, whoever let it in', async () => {
    const { teams, database } = await startTestBot()
    await teams.handle(makeActivity({ type: 'conversationUpdate', serviceUrl: 'http://10.0.0.1/' }))
    expect(await findConversation(database.db, 'a:1')).toBeUndefined()
    await teams.handle(makeActivity({ type: 'conversationUpdate' }))
    expect(await findConversation(database.db, 'a:1')).toBeDefined()
  })

  it('is written once, not with every line', async () => {
    const { fake, database, clock } = await startTestBot()
    const { conversationId } = await fake.as(alice).ask('help')
    const first = await findConversation(database.db, conversationId)
    clock.forward(60_000)
    await fake.as(alice).say('help')
    expect(await findConversation(database.db, conversationId)).toEqual(first)
  })
})
