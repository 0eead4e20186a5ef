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
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeChannelGate } from '../../bot/http/channel-gate.ts'
import { hours } from '../../bot/time.ts'
import { makeTestClock } from '../support/clocks.ts'

const bot = 'b0000000-0000-4000-8000-000000000001'
const issuer = 'https://api.botframework.com'
const serviceUrl = 'https://smba.trafficmanager.net/emea/'
const activity = { serviceUrl, channelId: 'msteams' }
const clock = makeTestClock()
const epoch = clock().getTime() / 1_000

let channel: Server
let metadataUrl: string
let keys: Record<'right' | 'wrong' | 'skype', GenerateKeyPairResult>
let works = true

beforeAll(async () => {
  const make = () => generateKeyPair('RS256')
  keys = { right: await make(), wrong: await make(), skype: await make() }
  const published = [
    { ...(await exportJWK(keys.right.publicKey)), kid: 'right', endorsements: ['msteams', 'webchat'] },
    { ...(await exportJWK(keys.skype.publicKey)), kid: 'skype', endorsements: ['skype'] },
  ]
  channel = createServer((request, response) => {
    if (!works) return void response.writeHead(503).end()
    const origin = `http://${request.headers.host}`
    response.end(
      JSON.stringify(request.url === '/keys' ? { keys: published } : { jwks_uri: `${origin}/keys` }),
    )
  })
  await new Promise<void>((done) => channel.listen(0, '127.0.0.1', done))
  metadataUrl = `http://127.0.0.1:${(channel.address() as AddressInfo).port}/openid`
})
beforeEach(() => {
  works = true
})
afterAll(() => new Promise<void>((done) => channel.close(() => done())))

const claims: JWTPayload = {
  iss: issuer,
  aud: bot,
  serviceurl: serviceUrl,
  nbf: epoch - 10,
  exp: epoch + 3_600,
}

interface Forgery {
  key?: keyof typeof keys
  kid?: string
}

const sign = (change: JWTPayload = {}, { key = 'right', kid = key }: Forgery = {}): Promise<string> =>
  new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'RS256', kid }).sign(keys[key].privateKey)

const makeGate = () => makeChannelGate({ clientId: bot, clock, metadataUrl })
const ask = async (token: string | Promise<string>, sent = activity) =>
  makeGate()(`Bearer ${await token}`, sent)

describe('the channel’s own token', () => {
  it('opens the door', async () => {
    expect(await ask(sign())).toBe('welcome')
  })

  it.each([
    ['for another bot', { aud: 'b0000000-0000-4000-8000-000000000009' }],
    ['for this bot and another', { aud: ['x', 'b0000000-0000-4000-8000-000000000009'] }],
    ['of a tenant, as emulators bring it', { iss: `https://sts.windows.net/${bot}/`, appid: bot, azp: bot }],
    ['of nobody', { iss: undefined }],
    ['without an end', { exp: undefined }],
    ['that has ended', { exp: epoch - 301 }],
    ['that does not end', { exp: epoch + 90_000 }],
    ['of the future', { nbf: epoch + 301 }],
    ['for another address', { serviceurl: 'https://smba.trafficmanager.net/amer/' }],
    ['without an address', { serviceurl: undefined }],
    ['with a claim of the wrong type', { exp: 'never' as unknown as number }],
  ])('%s does not', async (_, change) => {
    expect(await ask(sign(change))).toBe('unauthenticated')
  })

  it('within the skew of two clocks does', async () => {
    expect(await ask(sign({ exp: epoch - 299, nbf: epoch - 400 }))).toBe('welcome')
  })
})

describe('a forged token', () => {
  it('signed by another key does not open the door', async () => {
    expect(await ask(sign({}, { key: 'wrong', kid: 'right' }))).toBe('unauthenticated')
    expect(await ask(sign({}, { key: 'wrong' }))).toBe('unauthenticated')
  })

  it('of a key that does not vouch for Teams does not', async () => {
    expect(await ask(sign({}, { key: 'skype' }))).toBe('unauthenticated')
    expect(await ask(sign(), { serviceUrl, channelId: 'skype' })).toBe('unauthenticated')
  })

  it('without signature does not', async () => {
    expect(await ask(new UnsecuredJWT(claims).encode())).toBe('unauthenticated')
  })

  it('signed with the public key as a secret does not', async () => {
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.right.publicKey)))
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'right' }).sign(secret)
    expect(await ask(token)).toBe('unauthenticated')
  })

  it('changed afterwards does not', async () => {
    const [header, , signature] = (await sign()).split('.')
    const payload = Buffer.from(JSON.stringify({ ...claims, aud: bot, exp: epoch + 7_200 })).toString(
      'base64url',
    )
    expect(await ask(`${header}.${payload}.${signature}`)).toBe('unauthenticated')
  })

  it.each(['', 'garbage', 'a.b.c', '..', 'e30.e30.e30', '%%%.%%%.%%%'])('%j does not', async (token) => {
    expect(await ask(token)).toBe('unauthenticated')
  })

  it.each(['', 'Basic abc', 'bearer', 'Bearer a b'])('in the header %j does not', async (header) => {
    expect(await makeGate()(header, activity)).toBe('unauthenticated')
  })
})

describe('when the keys cannot be read', () => {
  it('garbage and unsigned tokens are refused all the same, and others cannot be checked', async () => {
    works = false
    expect(await ask('garbage')).toBe('unauthenticated')
    expect(await ask(new UnsecuredJWT(claims).encode())).toBe('unauthenticated')
    expect(await ask(sign())).toBe('unavailable')
  })

  it('the keys that were read before stay good', async () => {
    const gate = makeGate()
    const token = `Bearer ${await sign({ exp: epoch + hours(14) / 1_000 })}`
    expect(await gate(token, activity)).toBe('welcome')
    works = false
    clock.forward(hours(13))
    expect(await gate(token, activity)).toBe('welcome')
  })
})
