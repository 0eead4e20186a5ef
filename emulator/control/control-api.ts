import { z } from 'zod'
import { type Exchange, readBody, sendJson } from '../http.ts'
import { findTenant, getTenant } from '../world/tenants.ts'
import { WorldError } from '../world/world-error.ts'
import type { Action } from './action.ts'
import { appActions } from './app-actions.ts'
import { everywhereActions } from './everywhere-actions.ts'
import { peopleActions } from './people-actions.ts'
import { registrationActions } from './registration-actions.ts'
import { snapshotOf } from './snapshot.ts'
import { tenantActions } from './tenant-actions.ts'
import { tenantState } from './tenant-state.ts'
import { worldActions } from './world-actions.ts'
import { worldState } from './world-state.ts'

const actions: ReadonlyMap<string, Action> = new Map(
  Object.entries({
    ...appActions,
    ...everywhereActions,
    ...tenantActions,
    ...registrationActions,
    ...peopleActions,
    ...worldActions,
  }),
)

/** Everything under `/world/api/`: `POST <action>`, `GET state`, `GET snapshot`, `GET requests`, `GET request-counts`, `DELETE requests`. */
export async function answerControlApi(exchange: Exchange): Promise<void> {
  const name = exchange.segments.slice(2).join('/')
  try {
    const answer = await answerCall(exchange, name)
    sendJson(exchange.response, 200, answer, { 'cache-control': 'no-store' })
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    sendJson(exchange.response, refusal.status, { error: refusal.error, message: refusal.message })
  }
}

class Refused extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

async function answerCall(exchange: Exchange, name: string): Promise<unknown> {
  const { method, log } = exchange
  if (method === 'GET' && name === 'state') return readState(exchange)
  if (method === 'GET' && name === 'snapshot') return snapshotOf(exchange.world)
  if (method === 'GET' && name === 'requests') return readRequests(exchange)
  if (method === 'GET' && name === 'request-counts') {
    const { without } = countsQuery.parse(queryOf(exchange))
    return { login: log.counts('login', without), graph: log.counts('graph', without) }
  }
  if (method === 'DELETE' && name === 'requests') {
    log.clear()
    return { done: 'The request log is empty.' }
  }
  const known = actions.get(name)
  if (!known)
    throw new Refused(
      404,
      'not_found',
      `unknown call: ${method} ${name}. POST ${[...actions.keys()].join(', ')}`,
    )
  if (method !== 'POST') throw new Refused(405, 'method_not_allowed', `use POST for ${name}`)
  return known.run(exchange, known.shape.parse(await readInput(exchange)) as never)
}

/** Only JSON, so that a form on another site cannot change the world. */
async function readInput({ request }: Exchange): Promise<unknown> {
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new Refused(415, 'unsupported_media_type', 'send application/json')
  }
  const text = await readBody(request)
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    throw new Refused(400, 'bad_request', "the body isn't JSON")
  }
}

function refusalOf(error: unknown): { status: number; error: string; message: string } | undefined {
  if (error instanceof Refused) return { status: error.status, error: error.code, message: error.message }
  if (error instanceof WorldError) return { status: 400, error: 'bad_request', message: error.message }
  if (!(error instanceof z.ZodError)) return undefined
  const words = error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  )
  return { status: 400, error: 'bad_request', message: words.join('; ') }
}

const number = z.coerce.number().int().min(0)
const stateQuery = z.strictObject({
  tenantId: z.string().optional(),
  offset: number.default(0),
  limit: number.max(1000).default(100),
})
const requestsQuery = z.strictObject({
  tenantId: z.string().optional(),
  clientId: z.string().optional(),
  service: z.enum(['login', 'graph']).optional(),
  since: number.optional(),
  limit: number.max(20_000).default(1000),
})

const countsQuery = z.strictObject({ without: z.string().optional() })

const queryOf = (exchange: Exchange): Record<string, string> => Object.fromEntries(exchange.url.searchParams)

function readState(exchange: Exchange): unknown {
  const { tenantId, ...page } = stateQuery.parse(queryOf(exchange))
  const { world } = exchange
  return tenantId === undefined ? worldState(world, page) : tenantState(world, getTenant(world, tenantId))
}

function readRequests(exchange: Exchange): unknown {
  const { tenantId, since, ...rest } = requestsQuery.parse(queryOf(exchange))
  const entries = exchange.log.entries({
    ...rest,
    ...(tenantId === undefined ? {} : { tenantId: findTenant(exchange.world, tenantId)?.id ?? tenantId }),
    ...(since === undefined ? {} : { sinceNumber: since }),
  })
  return { requests: entries }
}
