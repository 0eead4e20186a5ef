import { z } from 'zod'
import { OutsideError } from '#platform/base/errors.ts'
import { ConnectorError } from '../connector-error.ts'

const axiosError = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  response: z
    .object({
      status: z.number(),
      headers: z.object({ 'retry-after': z.string().optional() }).optional().catch(undefined),
      data: z.unknown(),
    })
    .optional(),
})

/** What the SDK's client failed with; an error of the bot's token passes. */
export function fromAxiosError(error: unknown): ConnectorError | OutsideError {
  if (error instanceof OutsideError) return error
  const {
    code,
    message = 'no message',
    response,
  }: z.infer<typeof axiosError> = axiosError.safeParse(error).data ?? {}
  // Besides the time limit, nothing cancels a request.
  if (!response) return new ConnectorError(message, { code: code === 'ERR_CANCELED' ? 'TIMEOUT' : code })
  const { status, headers, data } = response
  return new ConnectorError(message, {
    status,
    retryAfter: headers?.['retry-after'],
    text: typeof data === 'string' ? data : JSON.stringify(data),
    // Axios's own code says nothing that the status doesn't.
    code: undefined,
  })
}
