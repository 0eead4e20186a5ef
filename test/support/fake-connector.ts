import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Card } from '../../cards/render.ts'

/** The current state of a message of the bot for everyone in the conversation. */
export interface BotMessage {
  id: string
  conversationId: string
  card: Card
  /** Number of updates. */
  updates: number
  /** The channel's ID of the member who alone sees it. */
  to?: string
}

export interface ConnectorRequest {
  method: string
  path: string
  body: unknown
  authorization?: string
  /** Status of the response. */
  status: number
}

export interface Trouble {
  status: number
  /** The channel's error code. */
  code?: string
  retryAfterSeconds?: number
  location?: string
  /** The request is carried out, and only its response fails. */
  afterAll?: boolean
  /** Only requests of this method; typing indicators never count. */
  method?: 'POST' | 'PUT'
  /** Only requests for a message that one member sees. */
  targeted?: true
  /** Only requests to this conversation and its threads. */
  conversationId?: string
  /** Only requests with this `Authorization`. */
  authorization?: string
}

export interface FakeConnector {
  serviceUrl: string
  requests: readonly ConnectorRequest[]
  /** People whom the channel knows, by account: the answer to who a member is. */
  members: Map<string, { objectId: string; name: string; tenantId?: string }>
  /** What everyone in the conversation sees and, with `person`, what this member sees besides. */
  messages(conversationId: string, person?: string): readonly BotMessage[]
  find(messageId: string): BotMessage | undefined
  /** The next `times` requests fail; `Infinity` until `recover`. */
  fail(trouble: Trouble, times?: number): void
  recover(): void
  /** Requests are accepted but not answered until `recover`. */
  hang(): void
  /** Deletes a message for everyone. */
  forget(messageId: string): void
  onChange(listener: (message: BotMessage, change: 'posted' | 'updated') => void): void
  /** Clears all messages and requests, which long runs would accumulate. */
  clear(): void
  close(): Promise<void>
}

interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

interface State {
  messages: Map<string, BotMessage>
  requests: ConnectorRequest[]
  troubles: { trouble: Trouble; left: number }[]
  held: (() => void)[] | undefined
  listeners: ((message: BotMessage, change: 'posted' | 'updated') => void)[]
  members: FakeConnector['members']
  nextId: number
  lagMs: Lag | undefined
}

/** Latency of a response. */
export type Lag = (method: string, path: string) => number

/** The part of the connector API that the bot uses, on loopback. Keeps every message and request. */
export async function startFakeConnector(lagMs?: Lag): Promise<FakeConnector> {
  const state: State = {
    messages: new Map(),
    requests: [],
    troubles: [],
    held: undefined,
    listeners: [],
    members: new Map(),
    nextId: 1_700_000_000_000,
    lagMs,
  }
  // Longer than any pause of a test: a closed connection would be an unintended fault.
  const options = { keepAliveTimeout: 75_000 }
  const server = createServer(options, (request, response) => void serve(state, request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const release = (): void => {
    for (const go of state.held ?? []) go()
    state.held = undefined
  }
  return {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests: state.requests,
    members: state.members,
    messages: (conversationId, person) =>
      [...state.messages.values()].filter(
        (message) => message.conversationId === conversationId && isSeenBy(message, person),
      ),
    find: (messageId) => state.messages.get(messageId),
    fail: (trouble, times = 1) => void state.troubles.push({ trouble, left: times }),
    hang: () => {
      state.held ??= []
    },
    recover: () => {
      state.troubles.length = 0
      release()
    },
    forget: (messageId) => void state.messages.delete(messageId),
    clear: () => {
      state.messages.clear()
      state.requests.length = 0
    },
    onChange: (listener) => void state.listeners.push(listener),
    close: async () => {
      release()
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  const { method = '', url = '', headers } = request
  const { held, lagMs } = state
  if (lagMs) await pause(lagMs(method, url))
  if (held) await new Promise<void>((go) => held.push(go))
  const { authorization } = headers
  const { status, body: reply, headers: extra } = decideSafely(state, { method, url, body, authorization })
  state.requests.push({ method, path: url, body, status, ...(authorization && { authorization }) })
  response.writeHead(status, { 'Content-Type': 'application/json', ...extra })
  response.end(reply === undefined ? '' : JSON.stringify(reply))
}

function decideSafely(...given: Parameters<typeof decide>): Answer {
  try {
    return decide(...given)
  } catch (error) {
    return failed({ status: 400, code: error instanceof Error ? error.message : 'BadSyntax' })
  }
}

interface Request {
  method: string
  url: string
  body: unknown
  authorization: string | undefined
}

function decide(state: State, request: Request): Answer {
  const { method, url, body } = request
  const typing = typeof body === 'object' && body !== null && 'type' in body && body.type === 'typing'
  const trouble = typing ? undefined : takeTrouble(state, request)
  if (trouble?.afterAll) perform(state, method, url, body, typing)
  return trouble ? failed(trouble) : perform(state, method, url, body, typing)
}

/** A targeted message is seen by the member whom it is for; every other one by all. */
export const isSeenBy = ({ to }: BotMessage, person: string | undefined): boolean =>
  to === undefined || to === person

const isTargeted = (url: string): boolean =>
  new URL(url, 'http://localhost').searchParams.get('isTargetedActivity') === 'true'

function perform(state: State, method: string, url: string, body: unknown, typing: boolean): Answer {
  const parts = url.split('?', 1)[0]?.split('/').slice(1).map(decodeURIComponent) ?? []
  const [version, collection, conversationId, activities, messageId] = parts
  if (version !== 'v3' || collection !== 'conversations') return { status: 404 }
  if (method === 'POST' && conversationId === undefined) return openChat(body)
  if (method === 'GET' && activities === 'members') {
    const member = state.members.get(messageId ?? '')
    return member ? { status: 200, body: { id: messageId, ...member } } : { status: 404 }
  }
  if (conversationId === undefined || activities !== 'activities') return { status: 404 }
  if (method === 'POST') {
    const id = String(state.nextId++)
    const to = isTargeted(url) ? recipientOf(body) : undefined
    if (isTargeted(url) && to === undefined) return failed({ status: 400, code: 'BadArgument' })
    if (!typing)
      keep(state, { id, conversationId, card: cardOf(body), updates: 0, ...(to && { to }) }, 'posted')
    return { status: 201, body: { id } }
  }
  const message = messageId === undefined ? undefined : state.messages.get(messageId)
  if (message?.conversationId !== conversationId || isTargeted(url) !== (message.to !== undefined))
    return failed({ status: 404, code: 'ActivityNotFoundInConversation' })
  if (method === 'DELETE') {
    state.messages.delete(message.id)
    return { status: 200 }
  }
  if (method !== 'PUT') return { status: 405 }
  // Teams lets nobody edit the recipient of a targeted message, and takes a repeated one for an edit.
  if (message.to && recipientOf(body)) return failed({ status: 400, code: 'BadArgument' })
  keep(state, { ...message, card: cardOf(body), updates: message.updates + 1 }, 'updated')
  return { status: 200, body: { id: message.id } }
}

function takeTrouble({ troubles }: State, request: Request): Trouble | undefined {
  const entry = troubles.find(({ trouble }) => concerns(trouble, request))
  if (!entry) return undefined
  entry.left -= 1
  if (entry.left <= 0) troubles.splice(troubles.indexOf(entry), 1)
  return entry.trouble
}

function concerns({ method, targeted, conversationId, authorization }: Trouble, request: Request): boolean {
  const id = decodeURIComponent(request.url.split('/')[3] ?? '')
  return (
    (method === undefined || method === request.method) &&
    (targeted === undefined || isTargeted(request.url)) &&
    (conversationId === undefined || id === conversationId || id.startsWith(`${conversationId};`)) &&
    (authorization === undefined || authorization === request.authorization)
  )
}

const failed = ({ status, code = 'BadGateway', retryAfterSeconds, location }: Trouble): Answer => ({
  status,
  body: { error: { code, message: 'told to fail' } },
  headers: {
    ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
    ...(location !== undefined && { Location: location }),
  },
})

/** A personal chat always has the same ID; here it is derived from the person's. */
function openChat(body: unknown): Answer {
  const { members } = body as { members: { id: string }[] }
  return { status: 201, body: { id: personalChatId(members[0]?.id.replace(/^29:/, '') ?? '') } }
}

export const personalChatId = (objectId: string): string => `a:${objectId}`

const recipientOf = (body: unknown): string | undefined =>
  (body as { recipient?: { id?: string } }).recipient?.id

function cardOf(body: unknown): Card {
  const { attachments = [], text } = body as { attachments?: { content?: Card }[]; text?: string }
  const card = attachments[0]?.content
  if (!card || attachments.length > 1 || text)
    throw new Error(`Expected a message of exactly one card, got ${JSON.stringify(body).slice(0, 500)}`)
  return card
}

function keep(state: State, message: BotMessage, change: 'posted' | 'updated'): void {
  state.messages.set(message.id, message)
  for (const listener of state.listeners) listener(message, change)
}
