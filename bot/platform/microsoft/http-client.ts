import { Agent } from 'undici'
import { inSpan } from '../base/trace.ts'
import { classifyNetwork } from './classify.ts'
import type { ReadResult } from './facts.ts'
import { makeOutcome } from './outcomes.ts'

interface HttpRequest {
  service: 'login' | 'graph'
  method: 'GET' | 'POST'
  /** Absolute, and at one of the client's origins: `headers` can contain a bearer token. */
  url: string
  headers: Readonly<Record<string, string>>
  body?: string
  signal?: AbortSignal
}

export interface HttpAnswer {
  status: number
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
}

export interface RequestEvent {
  service: 'login' | 'graph'
  ms: number
  /** Absent: there was no complete response. */
  status?: number
}

export interface HttpClient {
  /** Sends one request without retries or redirects. Network faults are outcomes. @throws Error for another origin: a bug */
  send(request: HttpRequest): Promise<ReadResult<HttpAnswer>>
  close(): Promise<void>
}

interface HttpOptions {
  /** The only origins that requests are sent to, whatever a response or the database contains. */
  origins: readonly string[]
  /** Longest wait for the first byte and between bytes. */
  timeoutMs: number
  onRequest?: (event: RequestEvent) => void
  step?: (name: string) => void
}

/** A list of 999 assignments has about 0.4 MB, a batch of 20 such lists 8 MB. */
const largestAnswerBytes = 32 * 1024 * 1024

/** One keep-alive pool for all hosts. undici, because the built-in fetch costs three times the CPU of a warm tenant read. */
export function makeHttpClient({ origins, timeoutMs, onRequest, step }: HttpOptions): HttpClient {
  const agent = new Agent({
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: Math.min(timeoutMs, 10_000) },
    maxResponseSize: largestAnswerBytes,
  })

  async function exchange(request: HttpRequest): Promise<ReadResult<HttpAnswer>> {
    const { url, method, headers, body, signal } = request
    const { origin, pathname, search } = new URL(url)
    try {
      const answer = await agent.request({ origin, path: pathname + search, method, headers, body, signal })
      const text = await answer.body.text()
      return { read: true, value: { status: answer.statusCode, headers: answer.headers, text } }
    } catch (error) {
      if (signal?.aborted) return { read: false, outcome: outcomeOfAbort(signal) }
      return { read: false, outcome: classifyNetwork(error) }
    }
  }

  return {
    async send(request) {
      const { service, method, url } = request
      const { origin, hostname } = new URL(url)
      if (!origins.includes(origin)) throw new Error('the origin of the request is not allowed')
      const attributes = { 'http.request.method': method, 'server.address': hostname }
      return inSpan(`${method} ${service}`, 'client', attributes, async (annotate) => {
        step?.(`${service}.request`)
        const started = performance.now()
        const answer = await exchange(request)
        const event: RequestEvent = { service, ms: performance.now() - started }
        if (answer.read) event.status = answer.value.status
        annotate(
          answer.read
            ? { 'http.response.status_code': answer.value.status }
            : { 'error.type': answer.outcome.name },
        )
        onRequest?.(event)
        step?.(`${service}.answer`)
        return answer
      })
    },
    close: () => agent.destroy(),
  }
}

const timedOut = 'TIMED_OUT'

/** The abort reason when the deadline of a read has passed. */
export const deadlineExceeded = (): Error => Object.assign(new Error('deadline exceeded'), { code: timedOut })

/** The outcome of an aborted signal: the deadline has passed, or the caller canceled. */
export function outcomeOfAbort(signal: AbortSignal) {
  const own = signal.reason instanceof Error && 'code' in signal.reason && signal.reason.code === timedOut
  return makeOutcome('network', own ? 'timedOut' : 'readCancelled')
}

/** The first value of a header, whatever the case of its name. */
export function headerOf(headers: unknown, name: string): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() !== name) continue
    const first: unknown = Array.isArray(value) ? value[0] : value
    return typeof first === 'string' || typeof first === 'number' ? String(first) : undefined
  }
  return undefined
}

/** The parsed JSON, or undefined for HTML, truncated and empty bodies. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
