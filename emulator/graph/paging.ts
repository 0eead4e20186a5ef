import { effectOf } from '../faults.ts'
import type { Effect } from '../world/effects.ts'
import { type Answer, graphError, type RequestIds } from './answer.ts'
import type { Target } from './query.ts'

export interface PageFacts {
  origin: string
  ids: RequestIds
  nowMs: number
  pageSize: number
  maxPageSize: number
  effects: readonly Effect[]
}

const tokenLifeMs = 3_600_000

/** One page of a list, with an opaque and absolute link to the next. `bodyOf` is called for this page's items only. */
export function pageOf<T>(
  target: Target,
  items: readonly T[],
  context: string,
  facts: PageFacts,
  bodyOf: (item: T) => Record<string, unknown>,
): Answer {
  const start = readToken(target, facts)
  if (start === undefined) {
    const words = 'The specified page token value has expired and can no longer be included in your request.'
    return graphError(facts.ids, 400, 'Directory_ExpiredPageToken', words)
  }
  const size = Math.min(target.top ?? facts.pageSize, facts.maxPageSize)
  const isEmpty = start.emptied === 0 && effectOf(facts.effects, 'emptyPage') !== undefined
  const end = isEmpty ? start.offset : start.offset + size
  const next = nextLink(target, facts, end < items.length, { offset: end, emptied: 1, atMs: facts.nowMs })
  const value = items.slice(start.offset, end).map((item) => decorate(bodyOf(item), facts.effects))
  const body = {
    '@odata.context': `${facts.origin}/v1.0/$metadata#${context}`,
    ...(next ? { '@odata.nextLink': next } : {}),
    value,
  }
  return { status: 200, body }
}

interface Place {
  offset: number
  /** 1 once an empty page was shown. */
  emptied: number
  atMs: number
}

function nextLink(target: Target, facts: PageFacts, hasMore: boolean, place: Place): string | undefined {
  const join = target.address.includes('?') ? '&' : '?'
  const here = `${facts.origin}/v1.0${target.address.startsWith('/') ? '' : '/'}${target.address}`.replaceAll(
    ' ',
    '%20',
  )
  const link = (token: string): string => `${here}${join}$skiptoken=${token}`
  const foreign = effectOf(facts.effects, 'foreignPage')
  if (foreign) return link(write(place)).replace(facts.origin, foreign.host)
  if (effectOf(facts.effects, 'loopingPage')) return link(write({ offset: 0, emptied: 1, atMs: 0 }))
  return hasMore ? link(write(place)) : undefined
}

const write = (place: Place): string =>
  Buffer.from(`emu1 ${place.offset} ${place.emptied} ${place.atMs}`).toString('base64url')

function readToken(target: Target, facts: PageFacts): Place | undefined {
  if (target.skipToken === undefined) return { offset: 0, emptied: 0, atMs: facts.nowMs }
  if (effectOf(facts.effects, 'expiredPageToken')) return undefined
  const words = Buffer.from(target.skipToken, 'base64url').toString('utf8').split(' ')
  const [offset, emptied, atMs] = words.slice(1).map(Number)
  if (words[0] !== 'emu1' || offset === undefined || emptied === undefined || atMs === undefined)
    return undefined
  const isOld = atMs > 0 && facts.nowMs - atMs > tokenLifeMs
  return isOld ? undefined : { offset, emptied, atMs }
}

/** An object that no tenant of any world has. */
const foreignId = '0badf00d-0000-4000-8000-00000000f0e1'

/** Undocumented properties must not break a client, and rows about another object must not be believed. */
export function decorate(body: Record<string, unknown>, effects: readonly Effect[]): Record<string, unknown> {
  const foreign = effectOf(effects, 'foreignRows')?.property
  const said =
    foreign !== undefined && Object.hasOwn(body, foreign) ? { ...body, [foreign]: foreignId } : body
  if (!effectOf(effects, 'unknownProperties')) return said
  return { ...said, '@odata.id': 'x', notYetDocumented: { value: [1, null, 'text'] } }
}
