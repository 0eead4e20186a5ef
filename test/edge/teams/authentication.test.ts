import { AuthenticationConfiguration, ChannelValidation } from 'botframework-connector'
import { type JWTPayload, UnsecuredJWT } from 'jose'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  type MockInstance,
  vi,
} from 'vitest'
import { makeBotFrameworkAuthenticator } from '#edge/http/authenticate-bot-framework.ts'
import { type FakeChannel, startFakeChannel } from '../../support/fake-channel.ts'
import { makeActivity } from './activities.ts'
import { startTestBot } from './test-bot.ts'

const clientId = 'b0000000-0000-4000-8000-000000000001'
const serviceUrl = 'https://smba.trafficmanager.net/emea/'
const click = makeActivity({
  type: 'invoke',
  name: 'adaptiveCard/action',
  serviceUrl,
  recipient: { id: `28:${clientId}` },
  value: { action: { verb: 'help.show', data: {} } },
})
const now = () => new Date()

let channel: FakeChannel
beforeAll(async () => {
  channel = await startFakeChannel({ clientId, now })
})
afterAll(() => channel.close())
let printed: MockInstance
beforeEach(() => {
  printed = vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  channel.fail(undefined)
  vi.restoreAllMocks()
})

const sign = (change: JWTPayload = {}, key: 'right' | 'wrong' = 'right') =>
  channel.sign(change, key === 'wrong' ? { key, kid: 'right' } : {})

/** The whole bot with authentication and the fake channel's keys. */
function startSafeBot() {
  const bot = {
    auth: 'on',
    clientId,
    tenantId: clientId,
    getToken: async () => 'a token',
    forgetToken: () => {},
  } as const
  const authenticator = makeBotFrameworkAuthenticator({ clientId, clock: now, ...channel.place })
  return startTestBot({ identity: { bot, authenticator, serviceHosts: ['smba.trafficmanager.net'] } })
}

const post = (url: string, authorization: string | undefined, activity: object = click) =>
  fetch(new URL('/api/messages', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(authorization && { Authorization: authorization }) },
    body: JSON.stringify(activity),
  })

/** Tokens that must be refused. */
const bad: [string, () => Promise<string>][] = [
  ['garbage', async () => 'garbage'],
  ['garbage in three parts', async () => 'a.b.c'],
  ['an unsigned token', async () => new UnsecuredJWT({ aud: clientId, serviceurl: serviceUrl }).encode()],
  ['a foreign audience', () => sign({ aud: 'someone-else' })],
  ['a foreign issuer', () => sign({ iss: 'https://evil.example' })],
  [
    'the token of any tenant for this bot',
    () => sign({ iss: `https://sts.windows.net/${clientId}/`, azp: clientId }),
  ],
  ['a past end', () => sign({ exp: 1_000 })],
  ['no end', () => sign({ exp: undefined })],
  ['another address', () => sign({ serviceurl: 'https://smba.trafficmanager.net/amer/' })],
  ['no address', () => sign({ serviceurl: undefined })],
  ['a wrong signature', () => sign({}, 'wrong')],
]

describe('with authentication on', () => {
  it('the channel itself is let in', async () => {
    const { url, turns } = await startSafeBot()
    const response = await post(url, `Bearer ${await sign()}`)
    expect([response.status, await response.json()]).toMatchObject([200, { value: { type: 'AdaptiveCard' } }])
    expect(turns).toHaveLength(1)
  })

  it.each(bad)('%s is refused with 401 and no word', async (_, token) => {
    const { url, turns } = await startSafeBot()
    const response = await post(url, `Bearer ${await token()}`)
    expect([response.status, await response.text()]).toEqual([401, ''])
    expect([turns, printed.mock.calls]).toEqual([[], []])
  })

  it.each([undefined, '', 'Basic abc', 'bearer', 'Bearer a b', `Bearer ${'x'.repeat(9_000)}`])(
    'the header %s is refused',
    async (header) => {
      const { url } = await startSafeBot()
      expect((await post(url, header)).status).toBe(401)
    },
  )

  it('without the channel’s keys, garbage and unsigned tokens are refused, not answered with an error', async () => {
    channel.fail('status')
    const { url } = await startSafeBot()
    const statuses = await Promise.all(
      bad.slice(0, 3).map(async ([, token]) => (await post(url, `Bearer ${await token()}`)).status),
    )
    expect(statuses).toEqual([401, 401, 401])
    expect((await post(url, `Bearer ${await sign()}`)).status).toBe(503)
  })

  it('an address that is on no list is refused whoever asks', async () => {
    const { url } = await startSafeBot()
    const stolen = 'https://evil.example/'
    const token = await sign({ serviceurl: stolen })
    expect((await post(url, `Bearer ${token}`, { ...click, serviceUrl: stolen })).status).toBe(403)
  })

  it.each(['directline', 'AseChannel', 'emulator'])(
    'the channel %s is refused whoever asks',
    async (channelId) => {
      const { url } = await startSafeBot()
      expect((await post(url, `Bearer ${await sign()}`, { ...click, channelId })).status).toBe(403)
    },
  )

  it('what is meant for another bot is refused whoever asks', async () => {
    const { url } = await startSafeBot()
    const activity = { ...click, recipient: { id: '28:b0000000-0000-4000-8000-000000000009' } }
    expect((await post(url, `Bearer ${await sign()}`, activity)).status).toBe(403)
  })

  it('no forged tenant is remembered and no key fetched by the SDK: it is not asked at all', async () => {
    const { url } = await startSafeBot()
    const asked = vi.spyOn(ChannelValidation, 'authenticateChannelToken')
    const issuers = new AuthenticationConfiguration().validTokenIssuers?.length
    await post(url, `Bearer ${await sign()}`)
    for (let n = 0; n < 20; n += 1) await post(url, `Bearer ${await sign({ tid: `tenant ${n}` }, 'wrong')}`)
    expect(asked).not.toHaveBeenCalled()
    expect(new AuthenticationConfiguration().validTokenIssuers?.length).toBe(issuers)
  })
})
