import { z } from 'zod'
import { OutsideError } from '../errors.ts'

const hasGet = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function'

const restError = z.object({
  statusCode: z.number().optional(),
  code: z.string().optional(),
  name: z.string().optional(),
  response: z
    .object({ headers: z.custom<{ get(name: string): unknown }>(hasGet), bodyAsText: z.string().nullish() })
    .optional(),
})

const errorBody = z.object({ error: z.object({ code: z.string().max(200) }) })

/** What the channel's connector failed with, as `OutsideError`: status, its own code, and how long to wait. */
export function asChatError(error: unknown): OutsideError {
  if (error instanceof OutsideError) return error
  const { data } = restError.safeParse(error)
  const retryAfterMs = readRetryAfter(data?.response?.headers.get('retry-after'))
  const code = readBodyCode(data?.response?.bodyAsText) ?? (isTimeout(data) ? 'TIMEOUT' : data?.code)
  return new OutsideError(
    {
      service: 'teams',
      ...(data?.statusCode !== undefined && { status: data.statusCode }),
      ...(code !== undefined && { code }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
    { cause: error },
  )
}

const isTimeout = (data: { name?: string; code?: string } | undefined): boolean =>
  data?.name === 'AbortError' || data?.code === 'REQUEST_ABORTED_ERROR'

/** Seconds only: the connector sends no dates. */
function readRetryAfter(header: unknown): number | undefined {
  const seconds = typeof header === 'string' ? Number(header) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined
}

function readBodyCode(text: string | null | undefined): string | undefined {
  if (!text) return undefined
  try {
    return errorBody.safeParse(JSON.parse(text)).data?.error.code
  } catch {
    // A page of a proxy, for example: the status says enough.
    return undefined
  }
}
