import { z } from 'zod'
import { OutsideError } from '#platform/base/errors.ts'
import { ConnectorError } from '../connector-error.ts'

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

type RestFailure = z.infer<typeof restError>

/** What the SDK's client failed with; an error of the bot's token passes. */
export function fromRestError(error: unknown): ConnectorError | OutsideError {
  if (error instanceof OutsideError) return error
  const data: RestFailure = restError.safeParse(error).data ?? {}
  const { statusCode: status, response, message = 'no message' } = data
  const header = response?.headers.get('retry-after')
  return new ConnectorError(message, {
    status,
    retryAfter: typeof header === 'string' ? header : undefined,
    text: response?.bodyAsText ?? undefined,
    code: status === undefined ? wireCode(data) : data.code,
  })
}

const wire = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE)\b/

/** Without a status there was no response: a timeout or a network error. */
function wireCode({ code, name, message = '' }: RestFailure): string | undefined {
  if (name === 'AbortError' || code === 'REQUEST_ABORTED_ERROR') return 'TIMEOUT'
  return wire.exec(message)?.[1] ?? code
}
