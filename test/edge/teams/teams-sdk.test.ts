import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { loadTeamsSdk } from '#app/load-teams-sdk.ts'
import type { TeamsActivity } from '#edge/teams/channel/activity.ts'
import { asChatError } from '#edge/teams/channel/chat-error.ts'
import type {
  ActivityResponse,
  BotIdentity,
  OutgoingActivity,
  TurnHandlers,
} from '#edge/teams/channel/teams-sdk.ts'
import { OutsideError } from '#platform/base/errors.ts'
import { type FakeConnector, startFakeConnector } from '../../support/fake-connector.ts'
import { teamsSdks } from '../../support/teams-sdks.ts'
import { makeActivity } from './activities.ts'
import { home, makeCard } from './test-bot.ts'

type SdkName = (typeof teamsSdks)[number]

const now = new Date('2026-03-01T08:00:00Z')
const off = { auth: 'off' } as const
const card = makeCard('Ünïcode 例 🛡️ "quotes" \\ and <at>tags</at>', 'thing.show')
const body = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card }

/** What Teams may send beyond what the bot knows, at every place. */
const beyond = { futureField: { nested: [1, null, 'x'] }, attachmentLayout: null, locale: '' }
const mention = '<at>Grantkeeper</at>'
const kinds: [string, keyof TurnHandlers, TeamsActivity][] = [
  [
    'a message',
    'message',
    makeActivity({
      ...beyond,
      text: `${mention} shöw 🛡️ <b>one</b> &amp; two\r\n`,
      textFormat: 'xml',
      timestamp: '2026-03-01T08:00:00.123Z',
      entities: [
        {
          type: 'mention',
          mentioned: { id: '28:grantkeeper', name: 'Grantkeeper', future: 1 },
          text: mention,
        },
        { type: 'futureKind', value: null },
        { type: 'clientInfo', locale: 'de-DE', timezone: 'Europe/Berlin', country: null },
      ],
      attachments: [{ contentType: 'text/html', content: `<p>${mention} shöw</p>`, future: true }],
      from: { id: '29:1', name: null, aadObjectId: null, userRole: 'guest', future: 'x' },
      recipient: { id: '28:grantkeeper', name: 'Grantkeeper', isTargeted: true, future: true },
      channelData: { tenant: { id: home }, future: [{}] },
      value: null,
      replyToId: null,
    }),
  ],
  [
    'a click',
    'cardAction',
    makeActivity({
      ...beyond,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: {
        action: { verb: 'thing.show', data: { id: 'one', action: 'x' } },
        trigger: 'manual',
        future: 1,
      },
    }),
  ],
  ['an installation', 'installation', makeActivity({ ...beyond, type: 'installationUpdate', action: 'add' })],
  [
    'a conversation update',
    'conversationUpdate',
    makeActivity({
      ...beyond,
      type: 'conversationUpdate',
      id: undefined,
      membersAdded: [{ id: '28:grantkeeper', future: 1 }],
      channelData: { eventType: 'channelDeleted', channel: { id: '19:x@thread.tacv2' } },
    }),
  ],
  [
    'a reaction',
    'other',
    makeActivity({ ...beyond, type: 'messageReaction', reactionsAdded: [{ type: 'x' }] }),
  ],
  ['an edit', 'other', makeActivity({ ...beyond, type: 'messageUpdate' })],
  ['what nobody knows', 'other', makeActivity({ ...beyond, type: 'futureKind' })],
]

/** Handlers that keep what they get; `cardAction` answers with `body`. */
function makeHandlers(work: (activity: TeamsActivity) => Promise<void> = async () => {}) {
  const heard: [keyof TurnHandlers, TeamsActivity][] = []
  const hear = (kind: keyof TurnHandlers) => async (activity: TeamsActivity) => {
    heard.push([kind, activity])
    await work(activity)
  }
  const handlers: TurnHandlers = {
    message: hear('message'),
    cardAction: async (activity) => {
      await hear('cardAction')(activity)
      return body
    },
    installation: hear('installation'),
    conversationUpdate: hear('conversationUpdate'),
    other: hear('other'),
  }
  return { heard, handlers }
}

async function route(name: SdkName, work?: (activity: TeamsActivity) => Promise<void>) {
  const { heard, handlers } = makeHandlers(work)
  const run = (await loadTeamsSdk(name))({ bot: off }).routeTo(handlers)
  return { heard, run }
}

describe.each(teamsSdks)('the turns of %s', (name) => {
  it.each(kinds)('%s reaches its handler, with every field', async (_, kind, activity) => {
    const { heard, run } = await route(name)
    const before = structuredClone(activity)
    await run(activity)
    expect(heard).toHaveLength(1)
    expect(heard[0]?.[0]).toBe(kind)
    expect({ ...heard[0]?.[1] }).toMatchObject(before)
  })

  it.each(kinds)('%s gets its response', async (_, kind, activity) => {
    const { run } = await route(name)
    const response: ActivityResponse = await run(activity)
    expect(response).toEqual(kind === 'cardAction' ? { status: 200, body } : { status: 200 })
    // A cached card is serialized once.
    if (kind === 'cardAction') expect(response.body).toBe(body)
  })

  it.each(kinds)('what the handler of %s throws arrives as it is', async (_, _kind, activity) => {
    const error = new OutsideError({ service: 'teams', status: 502 })
    const { run } = await route(name, async () => {
      throw error
    })
    await expect(run(activity)).rejects.toBe(error)
  })

  it.each([
    'fileConsent/invoke',
    'composeExtension/query',
    'composeExtension/submitAction',
    'message/submitAction',
    'task/fetch',
    'task/submit',
    'signin/tokenExchange',
    'signin/verifyState',
    'signin/failure',
    'application/search',
    'futureKind/invoke',
  ])('the request %s is acknowledged, whatever its value is, and asks nobody', async (invoke) => {
    const { heard, run } = await route(name)
    const values = [undefined, null, {}, 'text', { id: '1', connectionName: 'graph', token: 't', state: '1' }]
    for (const value of values)
      expect(await run(makeActivity({ type: 'invoke', name: invoke, value }))).toEqual({ status: 200 })
    expect(heard.map(([kind]) => kind)).toEqual(values.map(() => 'other'))
  })

  it('one of several at once fails alone', async () => {
    const { run } = await route(name, async ({ text }) => {
      await new Promise((done) => setImmediate(done))
      if (text === 'fail') throw new Error('only this one')
    })
    const texts = ['one', 'fail', 'two', 'fail', 'three']
    const ended = await Promise.allSettled(texts.map((text, n) => run(makeActivity({ id: `f:${n}`, text }))))
    expect(ended.map(({ status }) => status)).toEqual(
      texts.map((text) => (text === 'fail' ? 'rejected' : 'fulfilled')),
    )
  })
})

async function connect(name: SdkName, bot: BotIdentity = off, timeoutMs = 5_000) {
  const channel = await startFakeConnector()
  onTestFinished(() => {
    channel.recover()
    return channel.close()
  })
  const sdk = (await loadTeamsSdk(name))({ bot, timeoutMs })
  return { channel, sdk, connector: await sdk.connectorTo(channel.serviceUrl) }
}

const conversation = { id: '19:a/../b@thread.tacv2;messageid=1?x=1#y %2e', conversationType: 'channel' }
const path = `/v3/conversations/${encodeURIComponent(conversation.id)}/activities`
const messageIn = ({ serviceUrl }: FakeConnector): OutgoingActivity => ({
  type: 'message',
  channelId: 'msteams',
  serviceUrl,
  from: { id: '28:grantkeeper', name: 'Grantkeeper' },
  conversation,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  summary: 'Contoso: 例',
})

/** Variables by which Microsoft's SDKs would get another identity, another cloud, or another address. */
const strange = {
  CLIENT_ID: home,
  CLIENT_SECRET: 'strange~secret',
  TENANT_ID: home,
  MANAGED_IDENTITY_CLIENT_ID: 'system',
  CLOUD: 'strange',
  SERVICE_URL: 'https://strange.invalid/',
  OAUTH_URL: 'https://strange.invalid/',
  DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS: 'true',
  MicrosoftAppId: home,
  MicrosoftAppPassword: 'strange~secret',
  MicrosoftAppType: 'strange',
  ChannelService: 'https://strange.invalid/',
}
afterEach(() => vi.unstubAllEnvs())

describe.each(teamsSdks)('the requests of %s', (name) => {
  it('post a message as it is, its conversation as one part of the path', async () => {
    const { channel, connector } = await connect(name)
    const sent = await connector.post(conversation.id, messageIn(channel))
    expect(channel.requests).toMatchObject([{ method: 'POST', path, status: 201 }])
    expect(channel.requests[0]?.body).toEqual(messageIn(channel))
    expect(channel.requests[0]).not.toHaveProperty('authorization')
    expect(channel.messages(conversation.id)).toMatchObject([{ id: sent.id, card }])
  })

  it('replace a message', async () => {
    const { channel, connector } = await connect(name)
    const { id } = await connector.post(conversation.id, messageIn(channel))
    const changed = { ...messageIn(channel), id }
    await connector.update(conversation.id, id, changed)
    expect(channel.requests[1]).toMatchObject({
      method: 'PUT',
      path: `${path}/${id}`,
      body: changed,
      status: 200,
    })
  })

  it('post and replace a message for one member, and name the member once', async () => {
    const { channel, connector } = await connect(name)
    const message = { ...messageIn(channel), recipient: { id: '29:1' } }
    const { id } = await connector.post(conversation.id, message, 'targeted')
    await connector.update(conversation.id, id, { ...messageIn(channel), id }, 'targeted')
    expect(channel.requests.map((request) => [request.path, request.status])).toEqual([
      [`${path}?isTargetedActivity=true`, 201],
      [`${path}/${id}?isTargetedActivity=true`, 200],
    ])
    expect(channel.messages(conversation.id)).toEqual([])
    expect(channel.messages(conversation.id, '29:1')).toMatchObject([{ to: '29:1', updates: 1 }])
  })

  it('open a chat and ask for a member', async () => {
    const { channel, connector } = await connect(name)
    const chat = {
      isGroup: false,
      bot: { id: '28:grantkeeper', name: 'Grantkeeper' },
      members: [{ id: '29:one' }],
      tenantId: home,
      channelData: { tenant: { id: home } },
    } as const
    const opened = await connector.createConversation({ ...chat, members: [...chat.members] })
    channel.members.set('29:one', { objectId: home, name: 'Alice', tenantId: home })
    const member = await connector.readMember(opened.id, '29:one')
    expect(opened.id).toBe('a:one')
    expect(channel.requests[0]).toMatchObject({ method: 'POST', path: '/v3/conversations', body: chat })
    expect(channel.requests[1]?.path).toBe('/v3/conversations/a%3Aone/members/29%3Aone')
    expect(member).toMatchObject({ name: 'Alice', tenantId: home })
    expect(Object.values(member)).toContain(home)
  })

  it.each(['', '/', '/emea', '/emea/', '/teams/de/'])(
    'go below the address with the path "%s"',
    async (below) => {
      const { channel, sdk } = await connect(name)
      const connector = await sdk.connectorTo(`${new URL(channel.serviceUrl).origin}${below}`)
      await connector.post('a:1', messageIn(channel)).catch(() => {})
      expect(channel.requests[0]?.path).toBe(`${below.replace(/\/$/, '')}/v3/conversations/a%3A1/activities`)
    },
  )

  it.each([400, 403, 404, 409, 412, 413, 429, 500, 502, 503, 504])(
    'end with a %i after one, with what the channel said',
    async (status) => {
      const { channel, connector } = await connect(name)
      channel.fail({ status, code: 'SomeCode', retryAfterSeconds: 3 }, 3)
      const message = messageIn(channel)
      const requests = [
        () => connector.post('a:1', message),
        () => connector.update('a:1', '1', { ...message, id: '1' }),
        () => connector.readMember('a:1', '29:1'),
      ]
      for (const request of requests) {
        const error = asChatError(await request().catch((failed) => failed), now)
        expect(error.facts).toEqual({ service: 'teams', status, code: 'SomeCode', retryAfterMs: 3_000 })
      }
      expect(channel.requests).toHaveLength(requests.length)
    },
  )

  it('that get the page of a proxy keep its status', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(502, { 'Content-Type': 'text/html' })
      response.end('<html>Bad gateway</html>')
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((done) => server.once('listening', done))
    const { sdk, channel } = await connect(name)
    const connector = await sdk.connectorTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const error = await connector.post('a:1', messageIn(channel)).catch((failed) => failed)
    expect(asChatError(error, now).facts).toMatchObject({ service: 'teams', status: 502 })
  })

  it('follow no redirect', async () => {
    const { channel, connector } = await connect(name)
    for (const status of [301, 302, 303, 307, 308]) {
      channel.fail({ status, location: `${channel.serviceUrl}v3/conversations/stolen/activities` })
      const error = await connector.post('a:1', messageIn(channel)).catch((failed) => failed)
      expect(asChatError(error, now).facts.status).toBe(status)
    }
    expect(channel.requests.map((request) => request.path).filter((each) => each.includes('stolen'))).toEqual(
      [],
    )
  })

  it('to a channel that hangs are given up in time', async () => {
    const { channel, connector } = await connect(name, off, 50)
    channel.hang()
    const error = await connector.post('a:1', messageIn(channel)).catch((failed) => failed)
    expect(asChatError(error, now).facts).toEqual({ service: 'teams', code: 'TIMEOUT' })
  })

  it('to a channel that is not there fail with the name of that', async () => {
    const { channel, connector } = await connect(name)
    const message = messageIn(channel)
    await channel.close()
    const error = await connector.post('a:1', message).catch((failed) => failed)
    expect(asChatError(error, now).facts).toEqual({ service: 'teams', code: 'ECONNREFUSED' })
  })

  it('carry the token of their moment, and never in an error', async () => {
    let token = 'opaque-token-1'
    const bot = {
      auth: 'on',
      clientId: home,
      tenantId: home,
      getToken: async () => token,
      forgetToken() {},
    } as const
    const { channel, connector } = await connect(name, bot)
    await connector.post('a:1', messageIn(channel))
    token = 'opaque-token-2'
    await connector.post('a:1', messageIn(channel))
    expect(channel.requests.map(({ authorization }) => authorization)).toEqual([
      'Bearer opaque-token-1',
      'Bearer opaque-token-2',
    ])
    channel.fail({ status: 403, code: 'Forbidden' })
    const error = await connector.post('a:1', messageIn(channel)).catch((failed) => failed)
    const { stack, message, failure, cause } = error
    expect(JSON.stringify({ stack, message, failure, cause, error })).not.toContain('opaque-token')
  })

  it('take nothing from the environment', async () => {
    for (const [variable, value] of Object.entries(strange)) vi.stubEnv(variable, value)
    const { channel, sdk, connector } = await connect(name)
    await connector.post('a:1', messageIn(channel))
    expect(channel.requests).toMatchObject([{ path: '/v3/conversations/a%3A1/activities', status: 201 }])
    expect(channel.requests[0]).not.toHaveProperty('authorization')
    const { heard, handlers } = makeHandlers()
    await sdk.routeTo(handlers)(makeActivity())
    expect(heard).toHaveLength(1)
  })

  it('end with the error of the token, without a request', async () => {
    const failed = new OutsideError({ service: 'login', code: 'AADSTS7000215' })
    const getToken = async () => {
      throw failed
    }
    const bot = { auth: 'on', clientId: home, tenantId: home, getToken, forgetToken() {} } as const
    const { channel, connector } = await connect(name, bot)
    await expect(connector.post('a:1', messageIn(channel))).rejects.toBe(failed)
    expect(channel.requests).toEqual([])
  })
})
