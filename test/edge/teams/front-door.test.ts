import { describe, expect, it, onTestFinished } from 'vitest'
import { makeBotFrameworkAuthenticator } from '#edge/http/authenticate-bot-framework.ts'
import { toActor, toEveryone } from '#edge/teams/actions/answer.ts'
import { findConversation } from '#edge/teams/conversations/conversations-store.ts'
import { OutsideError } from '#platform/base/errors.ts'
import { readText } from '../../support/card-parts.ts'
import { startFakeChannel } from '../../support/fake-channel.ts'
import { channel, type FakeTeams, groupChat } from '../../support/fake-teams.ts'
import { teamsSdks } from '../../support/teams-sdks.ts'
import { alice, home, makeCard, olivia, startTestBot, victor } from './test-bot.ts'

const ops = groupChat('ops')
const general = channel('general')
const mention = '<at>Grantkeeper</at>'
const mentioned = {
  entities: [{ type: 'mention', mentioned: { id: '28:grantkeeper', name: 'Grantkeeper' }, text: mention }],
}
const reply =
  '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><strong itemprop="mri">Bob</strong><p itemprop="preview">show two</p></blockquote>'
const now = () => new Date()
const sent = ({ connector }: FakeTeams) =>
  connector.requests.filter(({ body }) => (body as { type?: string }).type === 'message')
const change = { verb: 'thing.change', data: { id: 'one' } }

describe.each(teamsSdks)('through /api/messages with %s', (sdk) => {
  it('a line is answered by a card, also with a mention, as HTML, and with a quote before it', async () => {
    const shown: string[] = []
    const { fake } = await startTestBot({
      sdk,
      show: async ({ input }) => {
        shown.push(input.id)
        return toEveryone(makeCard(`shown ${input.id}`))
      },
    })
    const alone = fake.as(alice)
    const inGroup = fake.as(alice, ops)
    expect(readText((await alone.ask('show one')).card)).toBe('shown one')
    await inGroup.send({
      type: 'message',
      text: `${mention}&nbsp;<b>show</b> two`,
      textFormat: 'xml',
      ...mentioned,
    })
    const attachments = [{ contentType: 'text/html', content: `${reply}<p>${mention} show three</p>` }]
    await inGroup.send({ type: 'message', text: `${mention} show three`, attachments, ...mentioned })
    expect(shown).toEqual(['one', 'two', 'three'])
    expect(fake.cards(ops.id).map(({ card }) => readText(card))).toEqual(['shown two', 'shown three'])
  })

  it('a click gets its card in the response, and the card of the others is updated', async () => {
    const { fake, teams } = await startTestBot({
      sdk,
      show: async () => toEveryone(makeCard('shown', 'thing.change')),
      change: async ({ actor }) => toEveryone(makeCard(`changed by ${actor.name}`)),
    })
    const card = await fake.as(olivia, ops).ask('show one')
    const { status, body } = await fake.as(olivia, ops).invoke(card, change)
    await teams.settled()
    expect(status).toBe(200)
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' })
    expect(readText((body as { value: Parameters<typeof readText>[0] }).value)).toBe('changed by Olivia Lind')
    expect(fake.cards(ops.id).map((each) => [each.id, readText(each.card)])).toEqual([
      [card.id, 'changed by Olivia Lind'],
    ])
    expect(sent(fake).map(({ method }) => method)).toEqual(['POST', 'PUT'])
  })

  it('a click that is refused, forged, or ends in a bug gets a card too', async () => {
    const { fake, refusals } = await startTestBot({
      sdk,
      show: async () => toEveryone(makeCard('shown', 'thing.change')),
      change: async () => {
        throw new Error('the password is hunter2')
      },
    })
    const card = await fake.as(olivia, ops).ask('show one')
    const answers = [
      await fake.as(victor, ops).invoke(card, change),
      await fake.as(olivia, ops).invoke(card, change),
      await fake.as(olivia, ops).invoke(card, { verb: 'no.such' }),
      await fake.as(olivia).send({ type: 'invoke', name: 'adaptiveCard/action', value: 'text' }),
    ]
    for (const { status, body } of answers)
      expect([status, body]).toMatchObject([200, { value: { type: 'AdaptiveCard' } }])
    expect(JSON.stringify(answers)).not.toContain('hunter2')
    expect(refusals).toMatchObject([{ code: 'ROLE_MISSING' }])
  })

  it.each([
    { type: 'invoke', name: 'message/submitAction', value: null },
    { type: 'invoke', name: 'signin/verifyState', value: { state: '1' } },
    { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] },
    { type: 'futureKind', futureField: [null] },
  ])('what the bot has no use for is acknowledged: %j', async (activity) => {
    const { fake } = await startTestBot({ sdk })
    expect(await fake.as(alice).send(activity)).toEqual({ status: 200, body: undefined })
    expect(fake.connector.requests).toEqual([])
  })

  it('the bot is added, told of a deleted channel, and removed', async () => {
    const { fake, teams, database } = await startTestBot({ sdk })
    const known = (id: string) => findConversation(database.db, id)
    await fake.as(alice, general).install()
    await fake.as(alice, ops).send({ type: 'conversationUpdate', membersAdded: [{ id: '28:grantkeeper' }] })
    await teams.settled()
    expect(fake.cards(general.id).map(({ card }) => readText(card))).toEqual(['welcome'])
    expect([await known(general.id), await known(ops.id)]).toMatchObject([
      { kind: 'channel' },
      { kind: 'groupChat' },
    ])
    const deleted = { eventType: 'channelDeleted', channel: { id: general.id }, tenant: { id: home } }
    await fake.as(alice, general).send({ type: 'conversationUpdate', channelData: deleted })
    await fake.as(alice, ops).install('remove')
    expect([await known(general.id), await known(ops.id)]).toEqual([undefined, undefined])
  })

  it('an answer for one person in a group is a targeted message, also after a click', async () => {
    const { fake, teams } = await startTestBot({
      sdk,
      show: async () => toActor(makeCard('for Olivia', 'thing.change')),
      change: async () => toActor(makeCard('also for Olivia')),
    })
    const card = await fake.as(olivia, ops).ask('show one')
    await fake.as(olivia, ops).invoke(card, { ...change, data: { id: 'one', targeted: true } })
    await teams.settled()
    expect(fake.cards(ops.id)).toEqual([])
    const [first, ...later] = sent(fake)
    expect(first).toMatchObject({ method: 'POST', body: { recipient: { id: `29:${olivia.objectId}` } } })
    for (const { path, body } of [first, ...later].filter((each) => each !== undefined)) {
      expect(path).toContain('?isTargetedActivity=true')
      expect(JSON.stringify(body)).toContain('"targeted":true')
    }
  })

  it('an activity that comes twice, at once or after its answer was refused, acts once', async () => {
    let ran = 0
    const { fake } = await startTestBot({
      sdk,
      change: async () => {
        ran += 1
        return toEveryone(makeCard('changed'))
      },
    })
    const twice = { id: 'f:same', type: 'message', text: 'change one' }
    await Promise.all([fake.as(alice).send(twice), fake.as(alice).send(twice)])
    const again = { ...twice, id: 'f:other' }
    fake.connector.fail({ status: 502 })
    const statuses = [await fake.as(alice).send(again), await fake.as(alice).send(again)]
    expect(statuses.map(({ status }) => status)).toEqual([503, 200])
    expect([ran, sent(fake).filter(({ status }) => status === 201).length]).toEqual([2, 2])
  })

  it('a turn that takes long is acknowledged in time and answered later', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>()
    const slow = async () => {
      await opened
      return toEveryone(makeCard('at last'))
    }
    const { fake, timers, teams } = await startTestBot({ sdk, show: slow, change: slow })
    const said = fake.as(alice).say('show one')
    await timers.set(10_000)
    timers.forward(10_000)
    expect((await said).status).toBe(200)
    const clicked = fake.as(alice).invoke('1', change)
    await timers.set(3_500)
    timers.forward(3_500)
    expect(await clicked).toMatchObject({ status: 200, body: { value: { type: 'AdaptiveCard' } } })
    open()
    await teams.settled()
    const bodies = fake.connector.requests.map(({ body }) => (body as { type: string }).type)
    expect(bodies).toContain('typing')
    expect(fake.cards(fake.as(alice).conversationId).map(({ card }) => readText(card))).toContain('at last')
  })

  it('messages without a turn are posted, replaced, and refused with the reason', async () => {
    const { fake, teams } = await startTestBot({ sdk })
    const { conversationId } = await fake.as(alice).ask('help')
    const person = { tenantId: home, objectId: olivia.objectId, name: olivia.name }
    const posted = await teams.outgoing.post(conversationId, { ...makeCard('news'), fallbackText: 'News' })
    await teams.outgoing.update(conversationId, posted.activityId, makeCard('newer'))
    await fake.as(olivia).say('help')
    const own = await teams.outgoing.postToPerson(person, makeCard('for you'))
    expect(readText(fake.connector.find(posted.activityId)?.card ?? makeCard(''))).toBe('newer')
    expect(own.conversationId).toBe(fake.as(olivia).conversationId)
    const before = fake.connector.requests.length
    const troubles = [
      { status: 429, code: 'Throttled', retryAfterSeconds: 7 },
      { status: 403, code: 'MessageWritesBlocked' },
      { status: 404, code: 'ConversationNotFound' },
      { status: 412, code: 'PreconditionFailed' },
      { status: 503, code: 'Busy' },
    ]
    const facts = []
    for (const trouble of troubles) {
      fake.connector.fail(trouble)
      const failed = await teams.outgoing.post(conversationId, makeCard('news')).catch((error) => error)
      expect(failed).toBeInstanceOf(OutsideError)
      facts.push(failed.facts)
    }
    expect(facts).toEqual(
      troubles.map(({ status, code, retryAfterSeconds }) => ({
        service: 'teams',
        status,
        code,
        ...(retryAfterSeconds && { retryAfterMs: 7_000 }),
      })),
    )
    expect(fake.connector.requests).toHaveLength(before + troubles.length)
  })

  it('nobody is heard without the channel’s token, at an address that is on no list, or at too great length', async () => {
    const clientId = 'b0000000-0000-4000-8000-000000000001'
    let serviceUrl = ''
    const teamsChannel = await startFakeChannel({ clientId, now, serviceUrl: () => serviceUrl })
    onTestFinished(() => teamsChannel.close())
    let token = 1
    const bot = {
      auth: 'on',
      clientId,
      tenantId: home,
      getToken: async () => `token-${token}`,
      forgetToken: () => {
        token += 1
      },
    } as const
    const authenticator = makeBotFrameworkAuthenticator({ clientId, clock: now, ...teamsChannel.place })
    const { fake, url, turns } = await startTestBot({
      sdk,
      identity: { bot, authenticator, serviceHosts: ['127.0.0.1'] },
    })
    serviceUrl = fake.serviceUrl
    const activity = {
      type: 'message',
      id: 'f:1',
      channelId: 'msteams',
      serviceUrl,
      from: { id: `29:${alice.objectId}`, name: alice.name, aadObjectId: alice.objectId },
      recipient: { id: `28:${clientId}`, name: 'Grantkeeper' },
      conversation: { id: 'a:1', conversationType: 'personal', tenantId: home },
      channelData: { tenant: { id: home } },
      text: 'help',
    }
    const post = async (authorization: string, body: object) => {
      const headers = { 'Content-Type': 'application/json', ...(authorization && { authorization }) }
      const response = await fetch(new URL('/api/messages', url), {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return [response.status, await response.text()]
    }
    const right = `Bearer ${await teamsChannel.sign()}`
    const wrong = `Bearer ${await teamsChannel.sign({}, { key: 'wrong', kid: 'right' })}`
    const elsewhere = 'https://evil.example/'
    const tokenElsewhere = `Bearer ${await teamsChannel.sign({ serviceurl: elsewhere })}`
    expect(await post('', activity)).toEqual([401, ''])
    expect(await post(wrong, activity)).toEqual([401, ''])
    expect(await post(tokenElsewhere, { ...activity, serviceUrl: elsewhere })).toEqual([403, ''])
    expect(await post(right, { ...activity, text: 'x'.repeat(600_000) })).toEqual([413, ''])
    expect([turns, fake.connector.requests]).toEqual([[], []])
    // The channel refuses the bot's first token: the answer goes out with the next one.
    fake.connector.fail({ status: 401, authorization: 'Bearer token-1' }, Number.POSITIVE_INFINITY)
    expect(await post(right, activity)).toEqual([200, ''])
    expect(sent(fake).map(({ authorization, status }) => [authorization, status])).toEqual([
      ['Bearer token-1', 401],
      ['Bearer token-2', 201],
    ])
  })
})
