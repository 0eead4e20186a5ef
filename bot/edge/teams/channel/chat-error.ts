import { z } from 'zod'
import { readRetryAfterMs } from '#platform/base/backoff.ts'
import { OutsideError, type OutsideFacts } from '#platform/base/errors.ts'
import { findChannelCode, findNamedHost } from './channel-codes.ts'

const hasGet = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function'

const restError = z.object({
  statusCode: z.number().optional(),
  code: z.string().optional(),
  name: z.string().optional(),
  message: z.string().optional(),
  response: z
    .object({ headers: z.custom<{ get(name: string): unknown }>(hasGet), bodyAsText: z.string().nullish() })
    .optional(),
})

const word = z.string().max(200).optional().catch(undefined)
const words = z.string().max(4_000).optional().catch(undefined)
const said = z.object({ code: word, subCode: word, message: words })
const errorBody = said.extend({
  error: said
    .extend({ innerHttpError: said.optional().catch(undefined) })
    .optional()
    .catch(undefined),
})

/** Maps a failure of the connector to status, code and wait. Reads code and message: Teams doesn't always send what it documents. */
export function asChatError(error: unknown, now: Date): OutsideError {
  if (error instanceof OutsideError) return error
  const { data } = restError.safeParse(error)
  const status = data?.statusCode
  const header = data?.response?.headers.get('retry-after')
  const retryAfterMs = readRetryAfterMs(typeof header === 'string' ? header : undefined, now)
  const texts = readTexts(data?.response?.bodyAsText)
  const code = status === undefined ? wireCode(data ?? {}) : (findChannelCode(status, texts) ?? data?.code)
  const apiHost = code === 'InvalidBotApiHost' ? findNamedHost(texts) : undefined
  const facts: OutsideFacts = {
    service: 'teams',
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(apiHost !== undefined && { apiHost }),
  }
  return new OutsideError(facts, { cause: error })
}

type Rest = z.infer<typeof restError>

const wire = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE)\b/

/** Without a status there was no response: a timeout or a network error. */
function wireCode({ code, name, message = '' }: Rest): string | undefined {
  if (name === 'AbortError' || code === 'REQUEST_ABORTED_ERROR') return 'TIMEOUT'
  return wire.exec(message)?.[1] ?? code
}

/** The codes and messages of the body, the most specific first. */
function readTexts(text: string | null | undefined): string[] {
  const { data } = errorBody.safeParse(readJson(text))
  const { error } = data ?? {}
  const parts = [error?.subCode, data?.subCode, error?.code, data?.code, error?.innerHttpError?.code]
  return [...parts, error?.message, data?.message, error?.innerHttpError?.message].filter(
    (part): part is string => typeof part === 'string',
  )
}

function readJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    // For example the error page of a proxy: the status is enough.
    return undefined
  }
}
