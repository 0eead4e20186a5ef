import { describe, expect, it } from 'vitest'
import { toActor, toEveryone } from '#edge/teams/actions/answer.ts'
import { targetedId } from '#platform/outbox/targeted-message.ts'
import { readText } from '../../support/card-parts.ts'
import { channel, type FakeTeams, groupChat, type TeamsPerson } from '../../support/fake-teams.ts'
import { alice, gus, home, makeCard, olivia, startTestBot, type TestBotOptions, victor } from './test-bot.ts'

const ops = groupChat('ops')
const foreign: TeamsPerson = { ...alice, tenantId: '99999999-0000-4000-8000-000000000001' }
const personalOf = (fake: FakeTeams, person: TeamsPerson) => fake.cards(fake.as(person).conversationId)
const texts = (cards: ReturnType<FakeTeams['cards']>) => cards.map(({ card }) => readText(card))

/** A promise that the test resolves. */
function gate() {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

/** Counts how often each handler ran; `show` posts a card with the button of `change`. */
function counted(options: TestBotOptions = {}) {
  const ran = { show: 0, change: 0 }
  return {
    ran,
    options: {
      show: async (arg) => {
        ran.show++
        return options.show?.(arg) ?? toEveryone(makeCard('shown', 'thing.change', 'thing.show'))
      },
      change: async (arg) => {
        ran.change++
        return options.change?.(arg) ?? toEveryone(makeCard('changed'))
      },
    } satisfies TestBotOptions,
  }
}

describe('a typed line', () => {
  it.each([
    ['a personal chat', undefined],
    ['a group chat', ops],
    ['a channel', channel('general')],
  ])('in %s is answered there, and the thread is kept', async (_, where) => {
    const { fake } = await startTestBot(counted().options)
    const card = await fake.as(alice, where).ask('show one')
    expect(readText(card.card)).toContain('shown')
    expect(card.conversationId).toBe(where?.id ?? `a:${alice.objectId}`)
  })

  it('whose answer for one person Teams refuses in the group is answered in their chat, and the group sees only that', async () => {
    const { fake } = await startTestBot({ show: async () => toActor(makeCard('for Alice')) })
    fake.connector.fail({ targeted: true, status: 400 }, Number.POSITIVE_INFINITY)
    await fake.as(alice, ops).say('show one')
    expect(texts(personalOf(fake, alice))).toEqual(['for Alice'])
    expect(fake.cards(ops.id)).toHaveLength(1)
    expect(readText(fake.cards(ops.id)[0]?.card ?? makeCard(''))).not.toContain('for Alice')
  })

  it('of somebody whose chat cannot be opened says so where it was typed', async () => {
    const { fake } = await startTestBot({ show: async () => toActor(makeCard('for Alice')) })
    fake.connector.fail({ targeted: true, status: 403 }, Number.POSITIVE_INFINITY)
    fake.connector.fail({
      conversationId: fake.as(alice).conversationId,
      status: 403,
      code: 'BotDisabledByAdmin',
    })
    await fake.as(alice, ops).say('show one')
    expect(fake.cards(ops.id)).toHaveLength(1)
    expect(texts(fake.cards(ops.id)).join()).not.toContain('for Alice')
    expect(personalOf(fake, alice)).toEqual([])
  })

  it('tells whoever follows up which message the answer became', async () => {
    const sent: string[] = []
    const { fake } = await startTestBot({
      show: async () => ({
        ...toEveryone(makeCard('shown')),
        sent: async (id, conversationId) => void sent.push(id, conversationId),
      }),
    })
    const card = await fake.as(alice, ops).ask('show one')
    expect(sent).toEqual([card.id, ops.id])
  })

  it('of a bot gets no answer at all', async () => {
    const { ran, options } = counted()
    const { fake } = await startTestBot(options)
    const answer = await fake.as(alice).send({ type: 'message', text: 'help', from: { id: '28:other' } })
    expect([answer.status, ran.show, fake.connector.requests.length]).toEqual([200, 0, 0])
  })

  it.each([
    ['a stranger', foreign],
    ['a guest', { ...gus, userRole: 'guest' }],
    ['somebody without a role', gus],
  ] as const)('of %s gets a card and an audit entry, and does nothing', async (_, person) => {
    const { ran, options } = counted()
    const { fake, refusals } = await startTestBot(options)
    await fake.as(person).ask('change one')
    expect(ran.change).toBe(0)
    expect(refusals).toMatchObject([{ verb: 'thing.change', person: { objectId: person.objectId } }])
  })

  it('that no command begins does nothing, and offers nothing if it says not to', async () => {
    const { ran, options } = counted()
    const { fake, turns } = await startTestBot(options)
    const { card } = await fake.as(alice).ask('please do not change one')
    const offered = JSON.stringify(card).match(/"command\.run","data":\{"text"/g)
    expect(offered).toBeNull()
    expect(ran).toEqual({ show: 0, change: 0 })
    expect(turns).toMatchObject([{ kind: 'command', verb: 'unknown', outcome: 'refused' }])
  })

  it('is delivered again by the channel: one effect, one answer', async () => {
    const { ran, options } = counted()
    const { fake } = await startTestBot(options)
    const twice = { id: 'f:same', type: 'message', text: 'change one' }
    await Promise.all([fake.as(alice).send(twice), fake.as(alice).send(twice)])
    await fake.as(alice).send(twice)
    expect([ran.change, personalOf(fake, alice).length]).toEqual([1, 1])
  })

  it('whose answer was not taken is repeated by the channel: one effect, the same answer', async () => {
    const { ran, options } = counted()
    const { fake } = await startTestBot(options)
    const twice = { id: 'f:same', type: 'message', text: 'change one' }
    fake.connector.fail({ status: 502 })
    const first = await fake.as(alice).send(twice)
    const second = await fake.as(alice).send(twice)
    expect([first.status, second.status]).toEqual([503, 200])
    expect([ran.change, texts(personalOf(fake, alice))]).toEqual([1, ['changed']])
  })

  it('in a conversation that refuses the bot is not asked for again', async () => {
    const { fake } = await startTestBot()
    fake.connector.fail({ status: 403, code: 'MessageWritesBlocked' })
    expect((await fake.as(alice).say('show one')).status).toBe(200)
  })

  it('that takes long is acknowledged in time, shows that the bot types, and is answered later', async () => {
    const { open, opened } = gate()
    const { fake, timers, teams } = await startTestBot({
      show: async () => {
        await opened
        return toEveryone(makeCard('at last'))
      },
    })
    const said = fake.as(alice).say('show one')
    await timers.set(10_000)
    timers.forward(10_000)
    expect((await said).status).toBe(200)
    open()
    await teams.settled()
    expect(texts(personalOf(fake, alice))).toEqual(['at last'])
    expect(fake.connector.requests.map(({ body }) => (body as { type: string }).type)).toContain('typing')
  })
})

describe('a click', () => {
  it('is answered with the card itself, for the one who clicked', async () => {
    const { fake } = await startTestBot({
      ...counted().options,
      change: async ({ actor }) => toActor(makeCard(`only ${actor.name}`)),
    })
    const card = await fake.as(olivia, ops).ask('show one')
    const clicked = await fake.as(olivia, ops).click(card, 'thing.change')
    expect(readText(clicked.card)).toBe('only Olivia Lind')
    expect(fake.as(victor, ops).see(card).card).toEqual(card.card)
  })

  it('whose answer is for everybody changes the card for all', async () => {
    const { fake, teams } = await startTestBot(counted().options)
    const card = await fake.as(olivia, ops).ask('show one')
    await fake.as(olivia, ops).click(card, 'thing.change')
    await teams.settled()
    expect(texts(fake.cards(ops.id))).toEqual(['changed'])
  })

  it('in a personal chat writes no second time what the answer already shows', async () => {
    const { fake, teams } = await startTestBot(counted().options)
    const card = await fake.as(olivia).ask('show one')
    await fake.as(olivia).click(card, 'thing.change')
    await teams.settled()
    expect(fake.connector.requests.filter(({ method }) => method === 'PUT')).toEqual([])
  })

  it('tells whoever follows up that the clicked message is the answer', async () => {
    const sent: string[] = []
    const { fake } = await startTestBot({
      ...counted().options,
      change: async () => ({
        ...toEveryone(makeCard('changed')),
        sent: async (id, conversationId) => void sent.push(id, conversationId),
      }),
    })
    const card = await fake.as(olivia, ops).ask('show one')
    await fake.as(olivia, ops).click(card, 'thing.change')
    expect(sent).toEqual([card.id, ops.id])
  })

  it('that is followed up and for one person gets a message that this person alone sees', async () => {
    const sent: string[] = []
    const { fake, teams } = await startTestBot({
      ...counted().options,
      change: async () => ({
        ...toActor(makeCard('your link')),
        sent: async (id, conversationId) => void sent.push(id, conversationId),
      }),
    })
    const card = await fake.as(olivia, ops).ask('show one')
    await fake.as(olivia, ops).click(card, 'thing.change')
    await teams.settled()
    const own = fake.as(olivia, ops).cards().at(-1)
    expect(own && readText(own.card)).toBe('your link')
    expect(sent).toEqual([targetedId(own?.id ?? ''), ops.id])
    expect(texts(fake.as(victor, ops).cards())).not.toContain('your link')
  })

  it('is answered within 4 s even when the work hangs, and the card follows', async () => {
    const { open, opened } = gate()
    const { fake, timers, teams } = await startTestBot({
      ...counted().options,
      change: async () => {
        await opened
        return toEveryone(makeCard('at last'))
      },
    })
    const card = await fake.as(olivia).ask('show one')
    const clicked = fake.as(olivia).click(card, 'thing.change')
    await timers.set(3_500)
    timers.forward(3_500)
    const working = await clicked
    expect(readText(working.card)).not.toContain('at last')
    open()
    await teams.settled()
    expect(texts(personalOf(fake, olivia))).toEqual(['at last'])
  })

  it('that takes long and is for one person is answered where this person alone sees it', async () => {
    const { open, opened } = gate()
    const { fake, timers, teams } = await startTestBot({
      ...counted().options,
      change: async () => {
        await opened
        return toActor(makeCard('at last'))
      },
    })
    const card = await fake.as(olivia, ops).ask('show one')
    const clicked = fake.as(olivia, ops).click(card, 'thing.change')
    await timers.set(3_500)
    timers.forward(3_500)
    await clicked
    open()
    await teams.settled()
    expect(texts(fake.as(olivia, ops).cards())).toContain('at last')
    expect(texts(fake.as(victor, ops).cards())).not.toContain('at last')
  })

  it('twice at once, with one id, has one effect and one answer', async () => {
    const { open, opened } = gate()
    const { ran, options } = counted({
      change: async () => {
        await opened
        return toEveryone(makeCard(`changed ${Math.random()}`))
      },
    })
    const { fake } = await startTestBot(options)
    const card = await fake.as(olivia).ask('show one')
    const click = {
      id: 'f:same',
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: card.id,
      value: { action: { verb: 'thing.change', data: { id: 'one' } }, trigger: 'manual' },
    }
    const both = Promise.all([fake.as(olivia).send(click), fake.as(olivia).send(click)])
    open()
    const [first, second] = await both
    expect(second).toEqual(first)
    expect(await fake.as(olivia).send(click)).toEqual(first)
    expect(ran.change).toBe(1)
  })

  it('with the id of somebody else’s click is a click of its own', async () => {
    const { ran, options } = counted()
    const { fake } = await startTestBot(options)
    const card = await fake.as(olivia, ops).ask('show one')
    const click = { id: 'f:same', type: 'invoke', name: 'adaptiveCard/action', replyToId: card.id }
    const value = { action: { verb: 'thing.change', data: { id: 'one' } } }
    await fake.as(victor, ops).send({ ...click, value })
    expect(ran.change).toBe(0)
    await fake.as(olivia, ops).send({ ...click, value })
    expect(ran.change).toBe(1)
  })

  it.each([
    ['a verb that nobody has', { verb: 'thing.destroy' }],
    ['a verb of an older program', { verb: 'approve', data: { v: 1 } }],
    ['an input of the wrong type', { verb: 'thing.change', data: { id: ['one'] } }],
    ['an input that is missing', { verb: 'thing.change', data: {} }],
  ])('with %s gets a card, and nothing happens', async (_, action) => {
    const { ran, options } = counted()
    const { fake } = await startTestBot(options)
    const card = await fake.as(olivia).ask('show one')
    const { status, body } = await fake.as(olivia).invoke(card, action)
    expect(status).toBe(200)
    expect(body).toMatchObject({ statusCode: 200, value: { type: 'AdaptiveCard' } })
    expect(ran.change).toBe(0)
  })

  it.each([undefined, 'text', { action: 'text' }, { action: { verb: 7 } }])(
    'whose value is %j gets a card all the same',
    async (value) => {
      const { fake } = await startTestBot()
      const { status, body } = await fake
        .as(alice)
        .send({ type: 'invoke', name: 'adaptiveCard/action', value })
      expect([status, body]).toMatchObject([200, { value: { type: 'AdaptiveCard' } }])
    },
  )

  it('of somebody without the role gets a polite card and an audit entry', async () => {
    const { ran, options } = counted()
    const { fake, refusals, teams } = await startTestBot(options)
    const card = await fake.as(olivia, ops).ask('show one')
    const { status } = await fake.as(victor, ops).invoke(card, { verb: 'thing.change', data: { id: 'one' } })
    await teams.settled()
    expect([status, ran.change]).toEqual([200, 0])
    expect(refusals).toEqual([
      {
        person: { tenantId: home, objectId: victor.objectId, name: victor.name },
        verb: 'thing.change',
        code: 'ROLE_MISSING',
        input: undefined,
      },
    ])
    expect(fake.cards(ops.id)).toEqual([card])
  })

  it('of a bug says nothing of it', async () => {
    const { fake, log } = await startTestBot({
      ...counted().options,
      change: async () => {
        throw new Error('the password is hunter2')
      },
    })
    const card = await fake.as(olivia).ask('show one')
    const clicked = await fake.as(olivia).click(card, 'thing.change')
    expect(JSON.stringify(clicked.card)).not.toContain('hunter2')
    const reference = log.lines.find(({ level }) => level === 'error')?.facts as { reference: string }
    expect(readText(clicked.card)).toContain(reference.reference)
  })

  it('in a client without Execute comes as a message and changes the clicked card', async () => {
    const { fake } = await startTestBot(counted().options)
    const card = await fake.as(olivia, ops).ask('show one')
    const value = { verb: 'thing.change', id: 'one' }
    await fake.as(olivia, ops).send({ type: 'message', replyToId: card.id, value })
    expect(texts(fake.cards(ops.id))).toEqual(['changed'])
  })

  it('on a card that is gone is answered by a new one there', async () => {
    const { fake } = await startTestBot(counted().options)
    const value = { verb: 'thing.change', id: 'one' }
    await fake.as(olivia, ops).send({ type: 'message', replyToId: '404', value })
    expect(texts(fake.cards(ops.id))).toEqual(['changed'])
  })
})

describe('an automatic refresh', () => {
  it('reads, and never writes the shared card', async () => {
    const { ran, options } = counted()
    const { fake, teams, turns } = await startTestBot(options)
    const card = await fake.as(victor, ops).ask('show one')
    const refresh = { verb: 'thing.show', data: { id: 'one' }, trigger: 'automatic' } as const
    const { status } = await fake.as(victor, ops).invoke(card, refresh)
    await teams.settled()
    expect([status, ran.show]).toEqual([200, 2])
    expect(fake.connector.requests.filter(({ method }) => method === 'PUT')).toEqual([])
    expect(turns.at(-1)).toMatchObject({ kind: 'refresh', verb: 'thing.show' })
  })

  it('never acts', async () => {
    const { ran, options } = counted()
    const { fake } = await startTestBot(options)
    const card = await fake.as(olivia).ask('show one')
    const { status } = await fake
      .as(olivia)
      .invoke(card, { verb: 'thing.change', data: { id: 'one' }, trigger: 'automatic' })
    expect([status, ran.change]).toEqual([200, 0])
  })
})

describe('everything else that Teams sends', () => {
  it.each([
    { type: 'messageReaction' },
    { type: 'typing' },
    { type: 'endOfConversation' },
    { type: 'someThingNew' },
    { type: 'invoke', name: 'composeExtension/query' },
    { type: 'conversationUpdate', membersAdded: [{ id: '28:grantkeeper' }] },
  ])('is acknowledged and does nothing: %j', async (activity) => {
    const { ran, options } = counted()
    const { fake } = await startTestBot(options)
    expect(await fake.as(alice).send(activity)).toEqual({ status: 200, body: undefined })
    expect([ran, fake.connector.requests]).toEqual([{ show: 0, change: 0 }, []])
  })
})
