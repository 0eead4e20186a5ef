import { z } from 'zod'
import type { FaultInput } from '../faults.ts'
import type { Effect, Fault } from '../world/effects.ts'

const where = z.enum(['discovery', 'token', 'graph', 'part', 'consent'])
const count = z.int().min(0).max(1_000_000)

const base = {
  where,
  tenantId: z.string().min(1).optional(),
  clientId: z.string().min(1).optional(),
  /** Only requests or parts whose address contains this. */
  path: z.string().min(1).optional(),
  /** Number of matching requests that pass first. */
  skip: count.optional(),
  /** How many times it applies; absent = until it is removed. */
  times: count.min(1).optional(),
}

const httpStatus = z.int().min(400).max(599)
const retryAfter = z.union([z.string(), z.number().transform(String)]).optional()

const effect = <K extends Effect['kind'], S extends z.ZodRawShape>(kind: K, own: S) =>
  z.strictObject({ ...base, kind: z.literal(kind), ...own })

/** A fault in the form of the control API: where it applies and what it does, in one flat object. */
export const faultInput = z.discriminatedUnion('kind', [
  effect('aadsts', {
    code: z.int().min(1),
    status: httpStatus.optional(),
    error: z.string().optional(),
    separator: z.enum(['crlf', 'blank']).optional(),
    retryAfter,
  }),
  effect('status', {
    status: httpStatus,
    code: z.string().optional(),
    message: z.string().optional(),
    retryAfter,
    body: z.enum(['json', 'html', 'empty']).optional(),
  }),
  effect('slow', { ms: z.int().min(0).max(600_000) }),
  effect('hang', {}),
  effect('cut', {}),
  effect('truncate', {}),
  effect('missing', {}),
  effect('upperCase', {}),
  effect('oddScopes', {}),
  effect('unknownProperties', {}),
  effect('foreignRows', { property: z.string().min(1) }),
  effect('emptyPage', {}),
  effect('expiredPageToken', {}),
  effect('loopingPage', {}),
  effect('foreignPage', { host: z.url() }),
  effect('token', {
    expiresIn: z.int().optional(),
    refreshIn: z.int().optional(),
    withoutToken: z.boolean().optional(),
  }),
  effect('neverReturns', {}),
  effect('redirect', { query: z.record(z.string(), z.string()) }),
])

const ofPages = [
  'oddScopes',
  'unknownProperties',
  'foreignRows',
  'emptyPage',
  'expiredPageToken',
  'loopingPage',
  'foreignPage',
]
const ofGraph = ['status', 'truncate', 'missing', 'upperCase', ...ofPages]
const ofNetwork = ['slow', 'hang', 'cut']

/** Which faults apply where; any other combination would never apply. */
export const kindsAt: Readonly<Record<Fault['where'], readonly string[]>> = {
  discovery: ['status', ...ofNetwork],
  token: ['aadsts', 'status', 'truncate', 'token', ...ofNetwork],
  graph: [...ofGraph, ...ofNetwork],
  part: ofGraph,
  consent: ['aadsts', 'neverReturns', 'redirect'],
}

/** Splits the flat input. */
export function readFault(input: z.output<typeof faultInput>): FaultInput {
  const { where: place, tenantId, clientId, path, skip, times, ...rest } = input
  return {
    where: place,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(path === undefined ? {} : { path }),
    ...(skip === undefined ? {} : { skip }),
    ...(times === undefined ? {} : { times }),
    effect: rest as Effect,
  }
}
