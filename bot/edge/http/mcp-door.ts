import type { Request, Response, Server } from 'restify'
import type { Person } from '#platform/base/person.ts'
import { type Clock, hours } from '#platform/base/time.ts'
import type { PersonAuthenticator } from './authenticate-person.ts'
import type { DoorLog } from './door-log.ts'
import { readJsonBody, refuseBody } from './json-body.ts'
import { makePersonRate } from './person-rate.ts'
import { answer, answerJson } from './server.ts'

/** The delegated permission of the bot's registration that a client asks a person for. */
export const mcpScope = 'Grantkeeper.Read'

interface McpMessage {
  body: Record<string, unknown>
  /** As they came: they say the version of the protocol and what the client accepts. */
  headers: Readonly<Record<string, string>>
}

interface McpDoor {
  /** Answers one message of this person. */
  answer(person: Person, message: McpMessage): Promise<{ status: number; body: string }>
  authenticate: PersonAuthenticator
  publicUrl: string
  /** Issuer of the tokens, where a client learns how to get one. */
  issuer: string
  /** Accepted audiences; the first one names the scope. */
  audience: readonly string[]
  clock: Clock
  onRefused?: DoorLog | undefined
}

const metadataPath = '/.well-known/oauth-protected-resource/mcp'
/** A question is short; a pasted error text is the longest. */
const longestMessage = 65_536
/** Of one person, in one process: far above a conversation, far below a crawl. */
const callsPerMinute = 120

interface Refusal {
  status: number
  reason: string
  headers?: Readonly<Record<string, string>>
}

/** Adds the MCP endpoint (Streamable HTTP, stateless: POST only) and the metadata by which clients find the sign-in (RFC 9728). */
export function addMcp(server: Server, door: McpDoor): void {
  const metadata = {
    resource: `${door.publicUrl}/mcp`,
    authorization_servers: [door.issuer],
    scopes_supported: [scopeOf(door)],
    bearer_methods_supported: ['header'],
    resource_name: 'Grantkeeper',
  }
  const describe = async (_request: Request, response: Response): Promise<void> => {
    response.setHeader('Cache-Control', `public, max-age=${hours(1) / 1_000}`)
    answerJson(response, 200, metadata)
  }
  server.get('/.well-known/oauth-protected-resource', describe)
  server.get('/.well-known/oauth-protected-resource/mcp', describe)
  const waitOf = makePersonRate(callsPerMinute, door.clock)
  server.post('/mcp', async (request: Request, response: Response) => {
    const admitted = await admit(door, waitOf, request)
    if ('status' in admitted) {
      const { status, reason, headers = {} } = admitted
      door.onRefused?.(request, { door: 'mcp', status, reason })
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      // The rest of the body is not read.
      if (!request.complete) response.setHeader('Connection', 'close')
      return answer(response, status)
    }
    const { status, body } = await door.answer(admitted.person, admitted.message)
    if (body === '') answer(response, status)
    else answer(response, status, 'application/json; charset=utf-8', body)
  })
}

const scopeOf = ({ audience: [first = ''] }: McpDoor): string => `${first}/${mcpScope}`

/** Checks place, headers, token, rate, and body, in this order. */
async function admit(
  door: McpDoor,
  waitOf: (person: Person) => number,
  request: Request,
): Promise<Refusal | { person: Person; message: McpMessage }> {
  const foreign = judgePlace(door.publicUrl, request)
  if (foreign) return foreign
  const media = refuseBody(request, longestMessage)
  if (media) return { status: media.refused, reason: media.refused === 413 ? 'size' : 'media' }
  const person = await enter(door, request)
  if ('status' in person) return person
  const waitMs = waitOf(person)
  if (waitMs > 0)
    return { status: 429, reason: 'rate', headers: { 'Retry-After': `${Math.ceil(waitMs / 1_000)}` } }
  const read = await readJsonBody(request, longestMessage)
  if ('refused' in read) return { status: read.refused, reason: read.refused === 413 ? 'size' : 'shape' }
  return { person, message: { body: read.value, headers: plainHeaders(request) } }
}

/** A page that a browser was led to under another name (DNS rebinding) names its own origin, and the host by which it came. */
function judgePlace(publicUrl: string, { headers }: Request): Refusal | undefined {
  const { host, protocol } = new URL(publicUrl)
  // A client may write it in capitals, or with the default port.
  const asked = headers.host?.toLowerCase().replace(protocol === 'https:' ? /:443$/ : /:80$/, '')
  if (asked !== host) return { status: 421, reason: 'host' }
  const { origin } = headers
  return origin === undefined || origin === publicUrl ? undefined : { status: 403, reason: 'origin' }
}

async function enter(door: McpDoor, request: Request): Promise<Refusal | Person> {
  // Of two headers Node keeps one; a proxy in front may have checked the other.
  const [authorization, ...more] = request.headersDistinct.authorization ?? []
  const found = more.length > 0 ? 'unauthenticated' : await door.authenticate(authorization)
  if (typeof found === 'object') return found
  if (found === 'unavailable') return { status: 503, reason: found, headers: { 'Retry-After': '5' } }
  const isForbidden = found === 'forbidden'
  const error = isForbidden ? 'insufficient_scope' : authorization ? 'invalid_token' : ''
  const said = [
    ...(error === '' ? [] : [`error="${error}"`]),
    `scope="${scopeOf(door)}"`,
    `resource_metadata="${door.publicUrl}${metadataPath}"`,
  ]
  const headers = { 'WWW-Authenticate': `Bearer ${said.join(', ')}` }
  return { status: isForbidden ? 403 : 401, reason: found, headers }
}

const plainHeaders = ({ headers }: Request): Record<string, string> =>
  Object.fromEntries(
    ['accept', 'content-type', 'mcp-protocol-version'].flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
