import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { once } from '#platform/base/once.ts'
import { demo } from '../../emulator/demo-world.ts'

export const issuer = 'https://api.botframework.com'

export interface FakeChannel {
  /** The configuration of a bot that trusts this channel. */
  place: { metadataUrl: string; issuer: string }
  /** Requested paths. */
  asked: string[]
  /** From then on, every request fails like this. */
  fail(how: 'status' | 'text' | 'foreignKeys' | undefined): void
  /** From then on, the channel signs with a new key and no longer publishes the old one. */
  roll(): Promise<void>
  /** A token of the channel, with changes. */
  sign(claims?: JWTPayload, forgery?: Forgery): Promise<string>
  keys: Record<'right' | 'wrong' | 'skype', GenerateKeyPairResult>
  close(): Promise<void>
}

export interface Forgery {
  key?: 'right' | 'wrong' | 'skype'
  kid?: string
}

const make = () => generateKeyPair('RS256')

/** Made once in a worker: a key takes longer than most tests. */
const firstKeys = once(async () => ({ right: await make(), wrong: await make(), skype: await make() }))

/** The channel's sign-in with published keys, on loopback. `now` is the clock of its tokens. */
export async function startFakeChannel({
  clientId = demo.bot.clientId,
  serviceUrl = () => 'https://smba.trafficmanager.net/emea/',
  now,
}: {
  clientId?: string
  serviceUrl?: () => string
  now: () => Date
}): Promise<FakeChannel> {
  const keys = { ...(await firstKeys()) }
  const asked: string[] = []
  let failing: Parameters<FakeChannel['fail']>[0]
  let rolls = 0
  let kid = 'right'
  const publish = async () => [
    { ...(await exportJWK(keys.right.publicKey)), kid, use: 'sig', endorsements: ['msteams', 'webchat'] },
    { ...(await exportJWK(keys.skype.publicKey)), kid: 'skype', endorsements: ['skype'] },
  ]
  const server = createServer(async ({ url = '', headers }, response) => {
    asked.push(url)
    if (failing === 'status') {
      response.statusCode = 503
      return void response.end()
    }
    if (failing === 'text') return void response.end('<html>a page of a proxy</html>')
    const origin = failing === 'foreignKeys' ? 'http://localhost:9' : `http://${headers.host}`
    const body = url === '/keys' ? { keys: await publish() } : { issuer, jwks_uri: `${origin}/keys` }
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    place: { metadataUrl: `${origin}/openid`, issuer },
    asked,
    keys,
    fail: (how) => {
      failing = how
    },
    roll: async () => {
      keys.right = await make()
      rolls += 1
      kid = `right-${rolls}`
    },
    sign: (claims = {}, { key = 'right', kid: name = key === 'right' ? kid : key } = {}) => {
      const epoch = Math.floor(now().getTime() / 1_000)
      const own = {
        iss: issuer,
        aud: clientId,
        serviceurl: serviceUrl(),
        nbf: epoch - 10,
        exp: epoch + 3_600,
      }
      return new SignJWT({ ...own, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: name })
        .sign(keys[key].privateKey)
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}
