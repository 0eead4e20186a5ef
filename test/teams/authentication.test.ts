import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  exportJWK,
  type GenerateKeyPairResult,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose'
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
import { makeChannelGate } from '../../bot/http/channel-gate.ts'
import { makeActivity } from './activities.ts'
import { startTestBot } from './test-bot.ts'

const clientId = 'b0000000-0000-4000-8000-000000000001'
const issuer = 'https://api.botframework.com'
const serviceUrl = 'https://smba.trafficmanager.net/emea/'
const click = makeActivity({
  type: 'invoke',
  name: 'adaptiveCard/action',
  serviceUrl,
  recipient: { id: `28:${clientId}` },
  value: { action: { verb: 'help.show', data: {} } },
})

let channel: Server
let origin: string
let keys: Record<'right' | 'wrong', GenerateKeyPairResult>

beforeAll(async () => {
  keys = { right: await generateKeyPair('RS256'), wrong: await generateKeyPair('RS256') }
  const published = [
    { ...(await exportJWK(keys.right.publicKey)), kid: 'right', use: 'sig', endorsements: ['msteams'] },
  ]
  channel = createServer((request, response) => {
    if (request.url === '/down') response.statusCode = 503
    response.end(
      JSON.stringify(request.url === '/keys' ? { keys: published } : { jwks_uri: `${origin}/keys`, issuer }),
    )
  })
  await new Promise<void>((done) => channel.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(channel.address() as AddressInfo).port}`
})
afterAll(() => {
  channel.closeAllConnections()
  channel.close()
})
// What the SDK prints of a refused token is not to be seen in the test's output.
let printed: MockInstance
beforeEach(() => {
  printed = vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => void vi.restoreAllMocks())

const sign = (change: JWTPayload = {}, key: keyof typeof keys = 'right'): Promise<string> => {
  // The SDK looks at the real time.
  const now = Math.floor(Date.now() / 1_000)
  return new SignJWT({
    iss: issuer,
    aud: clientId,
    serviceurl: serviceUrl,
    nbf: now - 10,
    exp: now + 600,
    ...change,
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'right' })
    .sign(keys[key].privateKey)
}

/** The whole bot with authentication, told where the channel's keys are. */
function startSafeBot(metadataUrl = `${origin}/openid`) {
  const sdk = {
    settings: {
      ToChannelFromBotLoginUrl: origin,
      ToChannelFromBotOAuthScope: issuer,
      ToBotFromChannelTokenIssuer: issuer,
      OAuthUrl: origin,
      ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: metadataUrl,
    },
  }
  const bot = { auth: 'on', clientId, tenantId: clientId, credential: { secret: 'a secret' } } as const
  const gate = makeChannelGate({ clientId, clock: () => new Date(), metadataUrl })
  return startTestBot({ identity: { bot, sdk, gate, serviceHosts: ['smba.trafficmanager.net'] } })
}

const post = (url: string, authorization: string | undefined, activity: object = click) =>
  fetch(new URL('/api/messages', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(authorization && { Authorization: authorization }) },
    body: JSON.stringify(activity),
  })

/** Tokens that nobody may come in with. */
const bad: [string, () => Promise<string>][] = [
  ['garbage', async () => 'garbage'],
  ['garbage in three parts', async () => 'a.b.c'],
  [
    'an unsigned token',
    async () => new UnsecuredJWT({ iss: issuer, aud: clientId, serviceurl: serviceUrl }).encode(),
  ],
  ['a foreign audience', () => sign({ aud: 'someone-else' })],
  ['a foreign issuer', () => sign({ iss: 'https://evil.example' })],
  ['a past end', () => sign({ exp: 1_000 })],
  ['another address', () => sign({ serviceurl: 'https://smba.trafficmanager.net/amer/' })],
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

  it.each([undefined, '', 'Basic abc', `Bearer ${'x'.repeat(9_000)}`])(
    'the header %s is refused',
    async (header) => {
      const { url } = await startSafeBot()
      expect((await post(url, header)).status).toBe(401)
    },
  )

  it('without the channel’s keys, garbage and unsigned tokens are refused, not answered with an error', async () => {
    const { url } = await startSafeBot(`${origin}/down`)
    const statuses = await Promise.all(
      bad.slice(0, 3).map(async ([, token]) => (await post(url, `Bearer ${await token()}`)).status),
    )
    expect(statuses).toEqual([401, 401, 401])
    expect((await post(url, `Bearer ${await sign()}`)).status).toBe(503)
  })

  it('an address that is on no list is refused whoever asks', async () => {
    const { url } = await startSafeBot()
    const stolen = 'https://evil.example/'
    const response = await post(url, `Bearer ${await sign({ serviceurl: stolen })}`, {
      ...click,
      serviceUrl: stolen,
    })
    expect(response.status).toBe(403)
  })

  it('another channel is refused whoever asks', async () => {
    const { url } = await startSafeBot()
    const response = await post(url, `Bearer ${await sign()}`, { ...click, channelId: 'directline' })
    expect(response.status).toBe(403)
  })
})

describe('behind the door', () => {
  it.each(bad)('the SDK refuses %s too', async (_, token) => {
    const { teams, turns } = await startSafeBot()
    expect(await teams.handle(click, `Bearer ${await token()}`)).toEqual({ status: 401 })
    expect(turns).toEqual([])
  })

  it('without the channel’s keys nothing is let in, and asking again may help', async () => {
    const { teams } = await startSafeBot(`${origin}/down`)
    expect(await teams.handle(click, `Bearer ${await sign()}`)).toEqual({ status: 503 })
    const nowhere = await startSafeBot('http://127.0.0.1:9/openid')
    expect(await nowhere.teams.handle(click, `Bearer ${await sign()}`)).toEqual({ status: 503 })
  })
})
