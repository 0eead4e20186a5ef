import { exportJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBotFrameworkAuthenticator } from '#edge/http/authenticate-bot-framework.ts'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { type FakeChannel, type Forgery, issuer, startFakeChannel } from '../../support/fake-channel.ts'

const bot = 'b0000000-0000-4000-8000-000000000001'
const serviceUrl = 'https://smba.trafficmanager.net/emea/'
const activity = { serviceUrl, channelId: 'msteams', recipient: { id: `28:${bot}` } }

/** A separate channel for each test that advances time or makes it fail. */
async function startChannel() {
  const clock = makeTestClock()
  const channel = await startFakeChannel({ clientId: bot, now: clock })
  const authenticator = makeBotFrameworkAuthenticator({ clientId: bot, clock, ...channel.place })
  return {
    clock,
    channel,
    authenticator,
    ask: (token: string, sent = activity) => judge(authenticator, `Bearer ${token}`, sent),
  }
}

async function judge(
  authenticator: ReturnType<typeof makeBotFrameworkAuthenticator>,
  authorization: string,
  sent = activity,
) {
  const entry = await authenticator.authenticate(authorization)
  const refusal = 'refused' in entry ? entry : authenticator.refuse(entry.caller, sent)
  return refusal ? `${refusal.refused} ${refusal.reason}` : 'welcome'
}

let shared: { channel: FakeChannel; ask(token: string, sent?: typeof activity): Promise<string> }
let epoch: number
let claims: JWTPayload
beforeAll(async () => {
  const started = await startChannel()
  shared = started
  epoch = started.clock().getTime() / 1_000
  claims = { iss: issuer, aud: bot, serviceurl: serviceUrl, nbf: epoch - 10, exp: epoch + 3_600 }
})
afterAll(() => shared.channel.close())

const ask = async (token: string | Promise<string>, sent = activity) => shared.ask(await token, sent)
const sign = (change: JWTPayload = {}, forgery: Forgery = {}) => shared.channel.sign(change, forgery)

describe('a key', () => {
  it.each([
    ['without endorsements', undefined],
    ['with none', []],
    ['with an empty name', ['']],
    ['with endorsements that are no list', 'msteams'],
    ['with one that is no text', ['msteams', 1]],
    ['for everything', ['*']],
    ['for another channel', ['webchat']],
  ])('%s vouches for no channel of ours', async (_name, endorsements) => {
    const { channel, clock } = await startChannel()
    const stripped: typeof fetch = async (...given) => {
      const published = (await (await fetch(...given)).json()) as { keys?: object[] }
      const keys = published.keys?.map((key) => ({ ...key, endorsements }))
      return Response.json({ ...published, ...(keys && { keys }) })
    }
    const place = { ...channel.place, fetch: stripped }
    const authenticator = makeBotFrameworkAuthenticator({ clientId: bot, clock, ...place })
    expect(await judge(authenticator, `Bearer ${await channel.sign()}`)).toBe('401 channel')
    await channel.close()
  })
})

describe('the channel’s own token', () => {
  it('opens the door', async () => {
    expect(await ask(sign())).toBe('welcome')
  })

  it.each<[string, () => JWTPayload, string]>([
    ['for another bot', () => ({ aud: 'b0000000-0000-4000-8000-000000000009' }), '401 claims'],
    ['for two other bots', () => ({ aud: ['x', 'b0000000-0000-4000-8000-000000000009'] }), '401 claims'],
    ['of a tenant, as emulators bring it', () => tenantToken, '401 claims'],
    ['of nobody', () => ({ iss: undefined }), '401 claims'],
    ['of a look-alike', () => ({ iss: `${issuer}/` }), '401 claims'],
    ['without an end', () => ({ exp: undefined }), '401 time'],
    ['that has ended', () => ({ exp: epoch - 301 }), '401 time'],
    ['that does not end', () => ({ exp: epoch + 90_000 }), '401 time'],
    ['that was made to last for a week', () => ({ iat: epoch - 7 * 86_400 }), '401 time'],
    ['of the future', () => ({ nbf: epoch + 301 }), '401 time'],
    ['for another address', () => ({ serviceurl: 'https://smba.trafficmanager.net/amer/' }), '401 address'],
    ['without an address', () => ({ serviceurl: undefined }), '401 claims'],
    ['with an empty address', () => ({ serviceurl: '' }), '401 claims'],
    ['with addresses', () => ({ serviceurl: [serviceUrl] }), '401 claims'],
    ['with a claim of the wrong type', () => ({ exp: 'never' as unknown as number }), '401 time'],
  ])('%s does not', async (_, change, reason) => {
    expect(await ask(sign(change()))).toBe(reason)
  })

  it('within the skew of two clocks does', async () => {
    expect(await ask(sign({ exp: epoch - 299, nbf: epoch - 400 }))).toBe('welcome')
  })

  it.each(['28:b0000000-0000-4000-8000-000000000009', bot, '', '29:1'])(
    'does not for an activity to %j',
    async (id) => {
      expect(await ask(sign(), { ...activity, recipient: { id } })).toBe('403 recipient')
    },
  )
})

const tenantToken = { iss: `https://sts.windows.net/${bot}/`, appid: bot, azp: bot }

describe('a forged token', () => {
  it('signed by another key does not open the door', async () => {
    expect(await ask(sign({}, { key: 'wrong', kid: 'right' }))).toBe('401 signature')
    expect(await ask(sign({}, { key: 'wrong' }))).toBe('401 unknownKey')
  })

  it('of a key that does not vouch for Teams does not', async () => {
    expect(await ask(sign({}, { key: 'skype' }))).toBe('401 channel')
    expect(await ask(sign(), { ...activity, channelId: 'skype' })).toBe('401 channel')
  })

  it('without signature does not', async () => {
    expect(await ask(new UnsecuredJWT(claims).encode())).toBe('401 token')
  })

  it('without a key id does not', async () => {
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'RS256' })
    expect(await ask(token.sign(shared.channel.keys.right.privateKey))).toBe('401 unknownKey')
  })

  it('signed with the public key as a secret does not', async () => {
    const secret = new TextEncoder().encode(
      JSON.stringify(await exportJWK(shared.channel.keys.right.publicKey)),
    )
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'right' }).sign(secret)
    expect(await ask(token)).toBe('401 token')
  })

  it('changed afterwards does not', async () => {
    const [header, , signature] = (await sign()).split('.')
    const payload = Buffer.from(JSON.stringify({ ...claims, exp: epoch + 7_200 })).toString('base64url')
    expect(await ask(`${header}.${payload}.${signature}`)).toBe('401 signature')
  })

  it.each(['', 'garbage', 'a.b.c', '..', 'e30.e30.e30', '%%%.%%%.%%%'])('%j does not', async (token) => {
    expect(await ask(token)).toBe('401 token')
  })
})

describe('when the keys cannot be read', () => {
  it('garbage and unsigned tokens are refused all the same, and others cannot be checked', async () => {
    const { channel, ask } = await startChannel()
    channel.fail('status')
    expect(await ask('garbage')).toBe('401 token')
    expect(await ask(new UnsecuredJWT(claims).encode())).toBe('401 token')
    expect(await ask(await channel.sign())).toBe('503 keys')
    await channel.close()
  })

  it.each(['text', 'foreignKeys'] as const)('because they are %s, nobody gets in', async (how) => {
    const { channel, ask } = await startChannel()
    channel.fail(how)
    expect(await ask(await channel.sign())).toBe('503 keys')
    await channel.close()
  })

  it('keys that were read before stay good for 48 hours and longer', async () => {
    const { clock, channel, ask } = await startChannel()
    expect(await ask(await channel.sign())).toBe('welcome')
    channel.fail('status')
    const before = channel.asked.length
    for (let passed = 0; passed < 72; passed += 1) {
      clock.forward(hours(1))
      expect(await ask(await channel.sign())).toBe('welcome')
    }
    expect(channel.asked.length - before).toBeGreaterThan(10)
    await channel.close()
  })

  it('the first ones are asked for soon again', async () => {
    const { clock, channel, ask } = await startChannel()
    channel.fail('status')
    expect(await ask(await channel.sign())).toBe('503 keys')
    channel.fail(undefined)
    expect(await ask(await channel.sign())).toBe('503 keys')
    clock.forward(seconds(5))
    expect(await ask(await channel.sign())).toBe('welcome')
    await channel.close()
  })
})

describe('the keys', () => {
  it('are asked for once a minute at most, however many key ids are made up', async () => {
    const { clock, channel, ask } = await startChannel()
    await ask(await channel.sign())
    const before = channel.asked.length
    const token = await channel.sign({}, { key: 'wrong', kid: 'made up' })
    for (let minute = 0; minute < 10; minute += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => ask(token)))
      expect(new Set(answers)).toEqual(new Set(['401 unknownKey']))
      clock.forward(minutes(1))
    }
    // Each refresh takes two requests: the metadata and the keys.
    expect((channel.asked.length - before) / 2).toBeLessThanOrEqual(10)
    await channel.close()
  })

  it('are asked for as seldom while nobody answers', async () => {
    const { clock, channel, ask } = await startChannel()
    channel.fail('status')
    const token = await channel.sign({}, { key: 'wrong', kid: 'made up' })
    for (let second = 0; second < 600; second += 5) {
      expect(await ask(token)).toBe('503 keys')
      clock.forward(seconds(5))
    }
    expect(channel.asked.length).toBeLessThanOrEqual(14)
    await channel.close()
  })

  it('that the channel rolled are found within a minute, and old ones are forgotten', async () => {
    const { clock, channel, ask } = await startChannel()
    const old = await channel.sign()
    expect(await ask(old)).toBe('welcome')
    await channel.roll()
    clock.forward(minutes(1))
    expect(await ask(await channel.sign())).toBe('welcome')
    expect(await ask(old)).toBe('401 unknownKey')
    await channel.close()
  })
})
