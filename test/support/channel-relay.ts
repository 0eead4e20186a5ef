import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import type { FakeChannel } from './fake-channel.ts'

/** Between a Teams-like client, which knows no tokens, and a bot that demands them: both directions as the channel does it. */
export interface ChannelRelay {
  /** The client posts its activities here. */
  port: number
  /** The token of every message that the bot sent, checked: true if it was good. */
  checked: readonly boolean[]
  close(): Promise<void>
}

interface RelayOptions {
  /** Signs, and publishes the keys. */
  channel: FakeChannel
  /** Where Teams reaches the bot. */
  botUrl: string
  botId: string
  /** Where the bot's own token comes from. */
  loginUrl: string
  /** Port of the client. */
  clientPort: number
  fetch?: typeof fetch
}

const audience = 'https://api.botframework.com'

export async function startChannelRelay(options: RelayOptions): Promise<ChannelRelay> {
  const checked: boolean[] = []
  const keys = createRemoteJWKSet(new URL(`${options.loginUrl}/common/discovery/v2.0/keys`))
  const isFromBot = async (authorization = ''): Promise<boolean> => {
    const token = authorization.replace(/^Bearer /, '')
    const found = await jwtVerify(token, keys, { audience }).catch(() => undefined)
    return found?.payload.appid === options.botId || found?.payload.azp === options.botId
  }
  const server = createServer(async (request, response) => {
    if (request.url === '/api/messages') return toBot(options, serviceUrl(), request, response)
    const isGood = await isFromBot(request.headers.authorization)
    checked.push(isGood)
    if (!isGood) return void response.writeHead(401).end()
    await forward(`http://localhost:${options.clientPort}${request.url}`, request, response)
  })
  const serviceUrl = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/_connector`
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    checked,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}

/** The bot answers to the relay, and the token is for that address. */
async function toBot(
  { channel, botUrl, botId, fetch: send = fetch }: RelayOptions,
  serviceUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await readAll(request)).toString('utf8')
  // The client asks whether somebody listens, without an activity.
  if (body === '') return pass(await send(`${botUrl}/healthz`), response)
  const activity = JSON.parse(body) as Record<string, unknown>
  const token = await channel.sign({ aud: botId, serviceurl: serviceUrl })
  const answer = await send(`${botUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ ...activity, serviceUrl }),
  })
  await pass(answer, response)
}

async function forward(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', headers } = request
  const body = await readAll(request)
  const type = headers['content-type']
  const answer = await fetch(url, {
    method,
    ...(type && { headers: { 'content-type': type } }),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  })
  await pass(answer, response)
}

async function pass(answer: Response, response: ServerResponse): Promise<void> {
  const type = answer.headers.get('content-type')
  response.writeHead(answer.status, type ? { 'content-type': type } : {})
  response.end(Buffer.from(await answer.arrayBuffer()))
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
