import { Agent } from 'undici'
import { inSpan } from '../base/trace.ts'
import { classifyNetwork } from './classify.ts'
import type { ReadResult } from './facts.ts'
import { makeOutcome } from './outcomes.ts'

interface HttpRequest {
  service: 'login' | 'graph'
  method: 'GET' | 'POST'
  /** Absolute, and at one of the client's origins: a bearer token may be in `headers`. */
  url: string
  headers: Readonly<Record<string, string>>
  body?: string
  signal?: AbortSignal
}

export interface HttpAnswer {
  status: number
  /** Names lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
}

export interface RequestEvent {
  service: 'login' | 'graph'
  ms: number
  /** Absent: no whole answer came. */
  status?: number
}

export interface HttpClient {
  /**
   * One request, no retry, no redirect followed. A fault of the wire is an outcome, never a throw.
   * @throws Error for an address of another origin, which nobody here should ask for
   */
  send(request: HttpRequest): Promise<ReadResult<HttpAnswer>>
  close(): Promise<void>
}

interface HttpOptions {
  /** Where requests may go. Whatever a list, a store or an answer says, nothing is sent elsewhere. */
  origins: readonly string[]
  /** Longest wait for the first byte and between bytes. */
  timeoutMs: number
  onRequest?: (event: RequestEvent) => void
  step?: (name: string) => void
}

/** Largest answer read; 999 rows of assignments are about 0.4 MB, a batch of twenty such lists 8 MB. */
const largestAnswerBytes = 32 * 1024 * 1024

/**
 * One keep-alive pool for both hosts. undici instead of the built-in fetch because fetch costs about three times the CPU
 * of a whole warm tenant read.
 */
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
      if (!origins.includes(origin)) throw new Error('a request to a host of no list')
      const attributes = { 'http.request.method': method, 'server.address': hostname }
      return inSpan(`${method} ${service}`, 'asks', attributes, async (annotate) => {
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

/** The reason to abort with when the time of a read is over. */
export const deadlineExceeded = (): Error => Object.assign(new Error('time is over'), { code: timedOut })

/** What an aborted signal means: our own time limit, or somebody who cancelled. */
export function outcomeOfAbort(signal: AbortSignal) {
  const own = signal.reason instanceof Error && 'code' in signal.reason && signal.reason.code === timedOut
  return makeOutcome('network', own ? 'timedOut' : 'readCancelled')
}

/** One header as text, whatever the case of its name and however often it came. */
export function headerOf(headers: unknown, name: string): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() !== name) continue
    const first: unknown = Array.isArray(value) ? value[0] : value
    return typeof first === 'string' || typeof first === 'number' ? String(first) : undefined
  }
  return undefined
}

/** JSON or undefined: HTML, cut text and empty bodies are all the same to us. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
