import { effectOf, strike } from '../faults.ts'
import { cut, type Exchange, readBody, send, sleep } from '../http.ts'
import type { Signer, TokenClaims } from '../login/keys.ts'
import type { LogEntry } from '../request-log.ts'
import { findTenant } from '../world/tenants.ts'
import type { Directory, Effect, Tenant, World } from '../world/types.ts'
import { type Answer, graphError, makeRequestIds, type RequestIds } from './answer.ts'
import { type BatchPart, readBatch } from './batch.ts'
import { faultAnswer } from './fault-answer.ts'
import { BadQuery, readTarget } from './query.ts'
import { answerRead, replicaOf } from './resources.ts'
import { throttle } from './throttle.ts'

/** Everything that stays the same during one HTTP request to Graph. */
interface Session {
  world: World
  origin: string
  ids: RequestIds
  tenant: Tenant
  directory: Directory
  claims: TokenClaims
  effects: readonly Effect[]
}

/** Any request under `/v1.0`. */
export async function answerGraph(exchange: Exchange, signer: Signer): Promise<void> {
  const { world, request } = exchange
  const body = exchange.method === 'GET' ? '' : await readBody(request)
  const clientRequestId = request.headers['client-request-id']
  const ids = makeRequestIds(
    typeof clientRequestId === 'string' ? clientRequestId : undefined,
    world.clock.now(),
  )
  const claims = await readBearer(exchange, signer, ids)
  if ('status' in claims) return respond(exchange, ids, claims, [], {})
  const tenant = findTenant(world, claims.tid)
  const known = { tenantId: claims.tid, clientId: claims.appid }
  if (!tenant || tenant.deleted) return respond(exchange, ids, identityGone(ids), [], known)
  const path = exchange.url.pathname
  const effects = strike(world, { where: 'graph', ...known, path: path + exchange.url.search })
  const slow = effectOf(effects, 'slow')
  if (slow) await sleep(slow.ms)
  if (effectOf(effects, 'cut')) {
    logRequest(exchange, 0, known)
    return cut(exchange.response)
  }
  const directory = replicaOf(world, tenant)
  const session: Session = { world, origin: exchange.origin, ids, tenant, directory, claims, effects }
  const struck = faultAnswer(effects, ids)
  if (struck) return respond(exchange, ids, struck, effects, known)
  if (path === '/v1.0/$batch') return respondBatch(exchange, session, body)
  const answer = answerPart(
    session,
    exchange.method,
    path.slice('/v1.0'.length) + exchange.url.search,
    effects,
  )
  respond(exchange, ids, answer, effects, known)
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
  if (claims.exp * 1000 > exchange.world.clock.nowMs()) return claims
  return refuse('Lifetime validation failed, the token is expired.')
}

const identityGone = (ids: RequestIds): Answer =>
  graphError(
    ids,
    403,
    'Authorization_IdentityNotFound',
    'The identity of the calling application could not be established.',
  )

/** One GET, alone or in a batch. */
function answerPart(session: Session, method: string, url: string, effects: readonly Effect[]): Answer {
  const { world, ids, claims, tenant, directory, origin } = session
  if (method !== 'GET')
    return graphError(ids, 405, 'Request_BadRequest', `The method ${method} is not emulated.`)
  const limited = throttle(world, claims, url, ids)
  if (limited) return limited
  const caller = directory.principals.get(claims.appid)
  if (caller?.id !== claims.oid) return identityGone(ids)
  if (!caller.accountEnabled) {
    return graphError(
      ids,
      403,
      'Authorization_IdentityDisabled',
      'The identity of the calling application is disabled.',
    )
  }
  try {
    const target = readTarget(url)
    return answerRead({ world, tenant, directory, roles: claims.roles, ids, origin, effects, target })
  } catch (error) {
    if (error instanceof BadQuery) return graphError(ids, 400, error.code, error.message)
    throw error
  }
}

interface PartAnswer {
  id: string
  status: number
  headers: Record<string, string>
  body: unknown
}

function respondBatch(exchange: Exchange, session: Session, text: string): void {
  const known = { tenantId: session.tenant.id, clientId: session.claims.appid }
  const isJson = exchange.request.headers['content-type']?.startsWith('application/json')
  const parts = exchange.method === 'POST' && isJson ? readBatch(parseJson(text), session.ids) : undefined
  if (!parts || 'status' in parts) {
    const bad = parts ?? graphError(session.ids, 400, 'BadRequest', 'A batch is a POST of application/json.')
    return respond(exchange, session.ids, bad as Answer, session.effects, known)
  }
  const answers = new Map<string, PartAnswer>()
  const effectsOfAll: Effect[] = [...session.effects]
  for (const part of parts) {
    const effects = [...session.effects, ...strikePart(session, part)]
    effectsOfAll.push(...effects)
    const answer = dependencyFailed(part, answers)
      ? dependent(session.ids)
      : partAnswer(session, part, effects)
    if (!effectOf(effects, 'missing'))
      answers.set(part.id, envelope(part.id, answer, session.tenant.readCount))
  }
  const responses = order([...answers.values()], session.tenant.readCount)
  const log = parts.map(({ id, method, url }) => ({ id, method, url, status: answers.get(id)?.status ?? 0 }))
  respond(exchange, session.ids, { status: 200, body: { responses } }, effectsOfAll, { ...known, parts: log })
}

function strikePart(session: Session, part: BatchPart): Effect[] {
  const { tid: tenantId, appid: clientId } = session.claims
  return strike(session.world, { where: 'part', tenantId, clientId, path: part.url })
}

function partAnswer(session: Session, part: BatchPart, effects: readonly Effect[]): Answer {
  const { ids } = session
  if (/^https?:/i.test(part.url))
    return graphError(ids, 400, 'BadRequest', 'The url of a part must be relative.')
  if (/^\/?\$batch/.test(part.url)) return graphError(ids, 400, 'BadRequest', 'A batch cannot hold a batch.')
  const url = part.url.startsWith('/') ? part.url : `/${part.url}`
  return faultAnswer(effects, ids) ?? answerPart(session, part.method, url, effects)
}

const dependencyFailed = (part: BatchPart, answers: ReadonlyMap<string, PartAnswer>): boolean =>
  part.dependsOn.some((id) => (answers.get(id)?.status ?? 500) >= 400)

const dependent = (ids: RequestIds): Answer =>
  graphError(ids, 424, 'FailedDependency', 'The request depends on one that failed.')

/** Names of headers vary in case from answer to answer. */
function envelope(id: string, answer: Answer, number: number): PartAnswer {
  const type = typeof answer.body === 'string' ? 'text/html' : 'application/json'
  const contentType = number % 2 === 0 ? 'content-type' : 'Content-Type'
  const headers: Record<string, string> = { 'Cache-Control': 'no-cache', [contentType]: type }
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    headers[number % 2 === 0 ? name : name.replace(/(^|-)[a-z]/g, (sign) => sign.toUpperCase())] = value
  }
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body).toString('base64') : answer.body
  return { id, status: answer.status, headers, body }
}

/** The order of answers is free: it turns by one with every request. */
function order(answers: PartAnswer[], number: number): PartAnswer[] {
  const turn = answers.length === 0 ? 0 : number % answers.length
  return turn === 0 ? answers : [...answers.slice(turn), ...answers.slice(0, turn)]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const guids = /"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"/g

function respond(
  exchange: Exchange,
  ids: RequestIds,
  answer: Answer,
  effects: readonly Effect[],
  known: Partial<LogEntry>,
): void {
  logRequest(exchange, answer.status, known)
  const isText = typeof answer.body === 'string'
  const text = isText ? (answer.body as string) : JSON.stringify(answer.body)
  const cased = effectOf(effects, 'upperCase') ? text.replace(guids, (guid) => guid.toUpperCase()) : text
  const body = effectOf(effects, 'truncate') ? cased.slice(0, cased.length / 2) : cased
  send(
    exchange.response,
    answer.status,
    {
      'content-type': isText ? 'text/html' : 'application/json;odata.metadata=minimal;odata.streaming=true',
      'request-id': ids.requestId,
      'client-request-id': ids.clientRequestId,
      'x-ms-ags-diagnostic': '{"ServerInfo":{"DataCenter":"Emulator","Slice":"E","Ring":"1"}}',
      ...answer.headers,
    },
    body,
  )
}

function logRequest(exchange: Exchange, status: number, known: Partial<LogEntry>): void {
  const path = exchange.url.pathname + exchange.url.search
  const at = exchange.world.clock.now().toISOString()
  exchange.log.add({ at, service: 'graph', method: exchange.method, path, status, ...known })
}
