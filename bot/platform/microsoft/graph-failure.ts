import { readRetryAfterMs } from '../base/backoff.ts'
import type { GraphFailure } from './classify.ts'
import { vagueCodes } from './code-meanings.ts'
import { headerOf } from './http-client.ts'
import { findOutcomeName } from './outcomes.ts'

/** One level of an error: Graph wraps the error of the service behind it, whose code counts where the outer one is vague. */
interface Level {
  code?: string
  message?: string
  requestId?: string
}

const mostLevels = 5
/** Anything but a plain code could be text that must not be stored or shown. */
const plainCode = /^[\w.-]{1,100}$/
const plainId = /^[\w-]{1,60}$/

/** Reduces a Graph error, of a response or a part of a batch, to its codes. */
export function readFailure(status: number, headers: unknown, body: unknown, now: Date): GraphFailure {
  const levels = levelsOf(fieldOf(body, 'error'))
  const codes = levels.flatMap(({ code }) => (code === undefined ? [] : [code]))
  const exact = codes.find((code) => findOutcomeName(code) !== undefined && !vagueCodes.has(code))
  const code = exact ?? codes[0]
  const said = [...codes, ...levels.flatMap(({ message = [] }) => message)].join(' ')
  const ids = [headerOf(headers, 'request-id'), ...levels.map(({ requestId }) => requestId)]
  const requestId = ids.find((id) => id !== undefined)
  const retryAfterMs = readRetryAfterMs(headerOf(headers, 'retry-after'), now)
  const failure: GraphFailure = { status }
  if (code !== undefined) failure.code = code
  if (said !== '') failure.message = said
  if (requestId !== undefined && plainId.test(requestId)) failure.requestId = requestId
  if (retryAfterMs !== undefined) failure.retryAfterMs = retryAfterMs
  return failure
}

/** The error and what it wraps, outermost first. The property is also written in lower case. */
function levelsOf(error: unknown): Level[] {
  const levels: Level[] = []
  let at = error
  for (let depth = 0; depth < mostLevels && typeof at === 'object' && at !== null; depth += 1) {
    const [code, message, requestId] = ['code', 'message', 'request-id'].map((name) => textOf(at, name))
    levels.push({
      ...(code !== undefined && plainCode.test(code) && { code }),
      ...(message !== undefined && { message }),
      ...(requestId !== undefined && { requestId }),
    })
    at = fieldOf(at, 'innerError') ?? fieldOf(at, 'innererror')
  }
  return levels
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

function textOf(value: unknown, name: string): string | undefined {
  const text = fieldOf(value, name)
  return typeof text === 'string' ? text : undefined
}
