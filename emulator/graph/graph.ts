import { effectOf, strike } from '../faults.ts'
import { type Exchange, outlast, readBody, send } from '../http.ts'
import type { Signer, TokenClaims } from '../login/keys.ts'
import type { LogEntry } from '../request-log.ts'
import type { Effect } from '../world/effects.ts'
import { findTenant, readReplica } from '../world/tenants.ts'
import { type Answer, graphError, makeRequestIds, type RequestIds } from './answer.ts'
import { answerBatch } from './answer-batch.ts'
import { answerPart } from './answer-part.ts'
import { identityGone } from './caller.ts'
import { faultAnswer } from './fault-answer.ts'

/** The response and its log entry. */
interface Outcome {
  answer: Answer
  effects: readonly Effect[]
  known: Partial<LogEntry>
}

/** Any request under `/v1.0`. */
export async function answerGraph(exchange: Exchange, signer: Signer): Promise<void> {
  const { world, request } = exchange
  const body = exchange.method === 'GET' ? '' : await readBody(request)
  const sent = request.headers['client-request-id']
  const ids = makeRequestIds(typeof sent === 'string' ? sent : undefined, world.clock.now())
  const claims = await readBearer(exchange, signer, ids)
  if ('status' in claims) return respond(exchange, ids, { answer: claims, effects: [], known: {} })
  const known = { tenantId: claims.tid, clientId: claims.appid }
  const path = exchange.url.pathname + exchange.url.search
  const effects = strike(world, { where: 'graph', ...known, path })
  if (await outlast(exchange.response, effects)) {
    respond(exchange, ids, judge(exchange, ids, claims, { body, effects, known }))
  } else logRequest(exchange, 0, known)
}

/** One request is answered by one replica: the directory is chosen once. */
function judge(
  exchange: Exchange,
  ids: RequestIds,
  claims: TokenClaims,
  { body, effects, known }: { body: string; effects: readonly Effect[]; known: Partial<LogEntry> },
): Outcome {
  const { world, origin, method, url } = exchange
  const tenant = findTenant(world, claims.tid)
  if (!tenant || tenant.deleted) return { answer: identityGone(ids), effects, known }
  const directory = readReplica(world, tenant)
  const struck = faultAnswer(effects, ids)
  if (struck) return { answer: struck, effects, known }
  const { prefer } = exchange.request.headers
  const asked = typeof prefer === 'string' ? { prefer } : {}
  const session = { world, origin, ids, tenant, directory, claims, effects, ...asked }
  if (url.pathname !== '/v1.0/$batch') {
    const address = url.pathname.slice('/v1.0'.length) + url.search
    return { answer: answerPart(session, method, address, effects, parsed(body)), effects, known }
  }
  const isJson = exchange.request.headers['content-type']?.startsWith('application/json') ?? false
  const batch = answerBatch(session, method === 'POST' && isJson ? body : undefined)
  return { ...batch, known: { ...known, ...(batch.parts ? { parts: batch.parts } : {}) } }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readBearer(
  exchange: Exchange,
  signer: Signer,
  ids: RequestIds,
): Promise<TokenClaims | Answer> {
  const [scheme, token] = (exchange.request.headers.authorization ?? '').split(' ')
  const refuse = (words: string): Answer => ({
    ...graphError(ids, 401, 'InvalidAuthenticationToken', words),
    headers: {
      'www-authenticate': 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common"',
    },
  })
  if (scheme !== 'Bearer' || !token) return refuse('Access token is empty.')
  const claims = await signer.read(token)
  if (!claims) return refuse('CompactToken parsing failed with error code: 80049217')
  if (claims.aud !== 'https://graph.microsoft.com')
    return refuse('Access token validation failure. Invalid audience.')
  const { clock, registrations } = exchange.world
  const endedAtMs = registrations.get(claims.appid)?.tokensEndedAtMs ?? 0
  if (claims.exp * 1000 > clock.nowMs() && claims.iat * 1000 > endedAtMs) return claims
  return refuse('Lifetime validation failed, the token is expired.')
}

const guids = /"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"/g

function respond(exchange: Exchange, ids: RequestIds, { answer, effects, known }: Outcome): void {
  logRequest(exchange, answer.status, known)
  const isText = typeof answer.body === 'string'
  if (!isText && effects.length === 0) {
    const address = exchange.url.pathname.slice('/v1.0'.length) + exchange.url.search
    const { parts } = known
    const { status, body } = answer
    exchange.onGraphAnswer?.({ method: exchange.method, address, status, body, ...(parts && { parts }) })
  }
  const text = isText ? (answer.body as string) : (JSON.stringify(answer.body) ?? '')
  const cased = effectOf(effects, 'upperCase') ? text.replace(guids, (guid) => guid.toUpperCase()) : text
  const body = effectOf(effects, 'truncate') ? cased.slice(0, cased.length / 2) : cased
  const type = isText ? 'text/html' : 'application/json;odata.metadata=minimal;odata.streaming=true'
  const headers = {
    ...(answer.body !== undefined && { 'content-type': type }),
    'request-id': ids.requestId,
    'client-request-id': ids.clientRequestId,
    'x-ms-ags-diagnostic': '{"ServerInfo":{"DataCenter":"Emulator","Slice":"E","Ring":"1"}}',
    ...answer.headers,
  }
  send(exchange.response, answer.status, headers, body)
}

function logRequest(exchange: Exchange, status: number, known: Partial<LogEntry>): void {
  const path = exchange.url.pathname + exchange.url.search
  const at = exchange.world.clock.now().toISOString()
  exchange.log.add({ at, service: 'graph', method: exchange.method, path, status, ...known })
}
