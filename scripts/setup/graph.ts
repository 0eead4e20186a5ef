import { z } from 'zod'
import { backoffMs, unspread } from '#platform/base/backoff.ts'
import type { GraphFailure } from '#platform/microsoft/classify.ts'
import { readFailure } from '#platform/microsoft/graph-failure.ts'

/** Microsoft Graph refused, or could not be reached. Nothing of it is shown but its codes. */
export class GraphRefusal extends Error {
  override name = 'GraphRefusal'
  readonly method: string
  readonly path: string
  /** Absent: there was no answer; `cause` says why. */
  readonly failure: GraphFailure | undefined

  constructor(method: string, path: string, failure: GraphFailure | undefined, options?: ErrorOptions) {
    super(`${method} ${path}: ${failure ? `${failure.status} ${failure.code ?? ''}` : 'no answer'}`, options)
    this.method = method
    this.path = path
    this.failure = failure
  }
}

interface Request {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** After the version, or the whole address of a next page. */
  path: string
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** About something that was made a moment ago: not every replica of Entra knows it yet. */
  isFresh?: boolean
}

export interface Graph {
  get<T>(path: string, shape: z.ZodType<T>, options?: { isFresh?: boolean }): Promise<T>
  /** Undefined: there is none. */
  find<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined>
  list<T>(path: string, shape: z.ZodType<T>): Promise<T[]>
  /** The body of the answer; undefined: it has none. */
  send(request: Request): Promise<unknown>
}

interface GraphOptions {
  baseUrl: string
  token: string
  fetch: typeof fetch
  now: () => Date
  sleep: (ms: number) => Promise<void>
  /** Called before a wait that people notice. */
  onWait: (ms: number, why: 'throttled' | 'fault' | 'fresh') => void
}

/** One request at a time, as the person who signed in. Passing failures are asked again; every request may be sent twice. */
export function makeGraph(options: GraphOptions): Graph {
  const send = (request: Request) => sendPatiently(options, request)
  const get = async <T>(path: string, shape: z.ZodType<T>, { isFresh = false } = {}): Promise<T> =>
    shape.parse(await send({ method: 'GET', path, isFresh }))
  return {
    send,
    get,
    async find(path, shape) {
      try {
        return await get(path, shape)
      } catch (error) {
        if (error instanceof GraphRefusal && error.failure?.status === 404) return undefined
        throw error
      }
    },
    async list(path, shape) {
      const page = z.object({ value: z.array(shape), '@odata.nextLink': z.string().optional() })
      const items: z.output<typeof shape>[] = []
      for (let next: string | undefined = path; next !== undefined; ) {
        const answer: z.output<typeof page> = await get(next, page)
        items.push(...answer.value)
        next = answer['@odata.nextLink']
      }
      return items
    },
  }
}

const mostTries = 6
const mostFreshTries = 14

async function sendPatiently(options: GraphOptions, request: Request): Promise<unknown> {
  let isUnanswered = false
  for (let failures = 1; ; failures += 1) {
    const answer = await sendOnce(options, request)
    if ('body' in answer) return answer.body
    const { failure } = answer.refusal
    // It was deleted by the request whose answer got lost.
    if (isUnanswered && request.method === 'DELETE' && failure?.status === 404) return undefined
    isUnanswered ||= failure === undefined || failure.status >= 500
    const wait = waitAfter(request, failure, failures)
    if (!wait) throw answer.refusal
    options.onWait(wait.ms, wait.why)
    await options.sleep(wait.ms)
  }
}

async function sendOnce(
  options: GraphOptions,
  request: Request,
): Promise<{ body: unknown } | { refusal: GraphRefusal }> {
  const { method, path, body, headers } = request
  const refuse = (failure?: GraphFailure, cause?: unknown) => ({
    refusal: new GraphRefusal(method, path, failure, { cause }),
  })
  let answer: Response
  let text: string
  try {
    answer = await options.fetch(addressOf(options.baseUrl, path), {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
      headers: {
        authorization: `Bearer ${options.token}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    text = await answer.text()
  } catch (cause) {
    return refuse(undefined, cause)
  }
  const json = parse(text)
  if (answer.ok) return { body: json }
  return refuse(readFailure(answer.status, Object.fromEntries(answer.headers), json, options.now()))
}

/** Next pages are absolute; the token goes nowhere but to Graph. */
function addressOf(baseUrl: string, path: string): string {
  const url = new URL(/^https?:/.test(path) ? path : `${baseUrl}/v1.0${path}`)
  if (url.origin !== new URL(baseUrl).origin) throw new Error(`Expected an address of ${baseUrl}`)
  return url.href
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    // A page of a proxy: the status decides.
    return undefined
  }
}

/** What Graph says of something that not every replica knows yet. */
const notYet =
  /does not reference a valid application|NoBackingApplicationObject|Not a valid reference update/i

function waitAfter(
  { isFresh = false }: Request,
  failure: GraphFailure | undefined,
  failures: number,
): { ms: number; why: 'throttled' | 'fault' | 'fresh' } | undefined {
  const ms = failure?.retryAfterMs ?? backoffMs(failures, unspread, { firstMs: 1_000, longestMs: 15_000 })
  const { status = 0, message = '' } = failure ?? {}
  const isUnknown = status === 404 || (status === 400 && notYet.test(message))
  if (isFresh && isUnknown) return failures < mostFreshTries ? { ms, why: 'fresh' } : undefined
  if (failures >= mostTries) return undefined
  if (status === 429) return { ms, why: 'throttled' }
  return failure === undefined || status >= 500 ? { ms, why: 'fault' } : undefined
}
