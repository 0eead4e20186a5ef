import { randomUUID } from 'node:crypto'
import { classifyGraph } from './classify.ts'
import type { Deadline } from './deadline.ts'
import type { ReadResult } from './facts.ts'
import { readFailure } from './graph-failure.ts'
import { type HttpAnswer, type HttpClient, headerOf, readJson } from './http-client.ts'
import type { Outcome } from './outcome.ts'
import { makeOutcome } from './outcomes.ts'
import type { Tokens } from './tokens.ts'

export interface GraphPort {
  http: HttpClient
  tokens: Tokens
  /** With the version, without a trailing slash: `https://graph.microsoft.com/v1.0`. */
  graphUrl: string
  now: () => Date
  /** Called for every response and throttled batch part: their headers describe the limits. */
  onAnswer?: (tenantId: string, answer: { status: number; headers: unknown }) => void
}

/** The token and deadline that all requests of one read share. */
export interface Session {
  tenantId: string
  deadline: Deadline
  token: string
  /** A refused token is replaced once per session; a second refusal is final. */
  renewed: boolean
}

type GraphCall = {
  method: 'GET' | 'POST'
  body?: string
} & (
  | { /** Relative to `graphUrl`. */ path: string }
  | { /** A link that Graph gave, checked to lead to Graph. */ url: string }
)

/** Opens a session with a cached or new token; retries transient failures of the sign-in service. */
export async function openSession(
  port: GraphPort,
  tenantId: string,
  deadline: Deadline,
  fresh: boolean,
): Promise<ReadResult<Session>> {
  for (let attempt = 1; ; attempt += 1) {
    const options = { fresh, waited: attempt > 1 }
    const token = await orAborted(deadline.signal, port.tokens.get(tenantId, options))
    if (token === undefined) return notRead(deadlineOutcome(deadline))
    if (token.read) {
      return { read: true, value: { tenantId, deadline, token: token.value, renewed: fresh } }
    }
    if (!(await deadline.waitToRetry(token.outcome, attempt))) return token
  }
}

/** The parsed JSON of a 2xx response. Retries throttling, faults and one refused token within the deadline. */
export async function callGraph(
  port: GraphPort,
  session: Session,
  call: GraphCall,
): Promise<ReadResult<unknown>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await sendOnce(port, session, call)
    const { signal } = session.deadline
    if (!answer.read && signal.aborted) return notRead(deadlineOutcome(session.deadline))
    if (!answer.read) {
      if (await session.deadline.waitToRetry(answer.outcome, attempt)) continue
      return answer
    }
    const { status, headers, text } = answer.value
    port.onAnswer?.(session.tenantId, answer.value)
    if (status >= 200 && status <= 299) return readBody(status === 200 ? text : '', headers)
    const outcome = classifyGraph(readFailure(status, headers, readJson(text), port.now()))
    if (isTokenRefused(outcome, status)) {
      const renewed = await renewToken(port, session)
      if (renewed.read) continue
      // Why there is no new token says more than that the old one is over; a second refusal has its details here.
      return renewed.outcome.name === 'graphTokenRefused' ? notRead(outcome) : renewed
    }
    if (!(await session.deadline.waitToRetry(outcome, attempt))) return notRead(outcome)
  }
}

function sendOnce(port: GraphPort, session: Session, call: GraphCall): Promise<ReadResult<HttpAnswer>> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${session.token}`,
    accept: 'application/json',
    'client-request-id': randomUUID(),
  }
  if (call.body !== undefined) headers['content-type'] = 'application/json'
  return port.http.send({
    service: 'graph',
    method: call.method,
    url: 'url' in call ? call.url : port.graphUrl + call.path,
    headers,
    ...(call.body === undefined ? {} : { body: call.body }),
    signal: session.deadline.signal,
  })
}

/** Every read answers 200; another success is a part of the content, or none. */
function readBody(text: string, headers: HttpAnswer['headers']): ReadResult<unknown> {
  const body = readJson(text)
  if (typeof body === 'object' && body !== null) return { read: true, value: body }
  const requestId = headerOf(headers, 'request-id')
  return notRead(makeOutcome('graph', 'answerUnreadable', requestId === undefined ? {} : { requestId }))
}

/** True if Graph refused the token, so that a new one can help. Intune refusals have the same status. */
export function isTokenRefused(outcome: Outcome, status: number): boolean {
  return status === 401 && outcome.name !== 'serviceNotSetUp'
}

/** Replaces a refused token, once per session. */
export async function renewToken(port: GraphPort, session: Session): Promise<ReadResult<string>> {
  if (session.renewed) return notRead(makeOutcome('graph', 'graphTokenRefused'))
  session.renewed = true
  const options = { rejected: session.token }
  const token = await orAborted(session.deadline.signal, port.tokens.get(session.tenantId, options))
  if (token === undefined) return notRead(deadlineOutcome(session.deadline))
  if (token.read) session.token = token.value
  return token
}

export const notRead = (outcome: Outcome): { read: false; outcome: Outcome } => ({ read: false, outcome })

const deadlineOutcome = (deadline: Deadline): Outcome =>
  deadline.abortedOutcome() ?? makeOutcome('network', 'readCancelled')

/** Only this reader stops waiting: the token request is shared and continues. */
function orAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  if (signal.aborted) return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
