import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Pool } from 'undici'
import { demo } from '../emulator/demo-world.ts'
import { host } from './child.ts'

/** The part of the channel that the bot uses here: accepts every card and keeps the last one. */
export interface Connector {
  serviceUrl: string
  /** The last message. */
  last(): string
  close(): Promise<void>
}

export async function startConnector(): Promise<Connector> {
  let last = ''
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    last = Buffer.concat(chunks).toString()
    response.writeHead(201, { 'Content-Type': 'application/json' })
    response.end('{"id":"1700000000000"}')
  }).listen(0, host)
  await once(server, 'listening')
  return {
    serviceUrl: `http://${host}:${(server.address() as AddressInfo).port}/`,
    last: () => last,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}

const alice = demo.people.find(({ role }) => role === 'approver')

/** The fields that Teams adds to each activity of this approver in her own chat with the bot. */
export function activityOf(serviceUrl: string, id: string, own: object): object {
  if (!alice) throw new Error('Expected an approver in the demo')
  return {
    id,
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${alice.id}`, name: alice.name, aadObjectId: alice.id },
    recipient: { id: '28:grantkeeper', name: 'Grantkeeper' },
    conversation: { id: `a:${alice.id}`, conversationType: 'personal', tenantId: demo.homeTenantId },
    channelData: { tenant: { id: demo.homeTenantId } },
    ...own,
  }
}

/** A click on a button of a card. */
export function clickOf(serviceUrl: string, id: string, verb: string, data: object): object {
  return activityOf(serviceUrl, id, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: '1700000000000',
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
  })
}

/** Sends an activity to a bot and returns its answer. @throws Error for a status other than 200 */
export async function sendActivity(bot: Pool, activity: object | string): Promise<string> {
  const { statusCode, body } = await bot.request({
    path: '/api/messages',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof activity === 'string' ? activity : JSON.stringify(activity),
  })
  const text = await body.text()
  if (statusCode !== 200)
    throw new Error(`Expected 200 from the bot, got ${statusCode} ${text.slice(0, 200)}`)
  return text
}

/** Number of buttons with this verb, without their fallbacks for older clients. */
export const countButtons = (card: string, verb: string): number =>
  card.split('"type":"Action.Execute"').filter((part) => /"verb":"([^"]*)"/.exec(part)?.[1] === verb).length
