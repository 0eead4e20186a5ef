import { z } from 'zod'
import { readRetryAfterMs } from '#platform/base/backoff.ts'
import { OutsideError, type OutsideFacts } from '#platform/base/errors.ts'
import { findChannelCode, findNamedHost } from './channel-codes.ts'
import { ConnectorError } from './connector-error.ts'

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
  const { status, retryAfter, text, code: given } = error instanceof ConnectorError ? error.failure : {}
  const retryAfterMs = readRetryAfterMs(retryAfter, now)
  const texts = readTexts(text)
  const code = status === undefined ? given : (findChannelCode(status, texts) ?? given)
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

/** The codes and messages of the body, the most specific first. */
function readTexts(text: string | undefined): string[] {
  const { data } = errorBody.safeParse(readJson(text))
  const { error } = data ?? {}
  const parts = [error?.subCode, data?.subCode, error?.code, data?.code, error?.innerHttpError?.code]
  return [...parts, error?.message, data?.message, error?.innerHttpError?.message].filter(
    (part): part is string => typeof part === 'string',
  )
}

function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    // For example the error page of a proxy: the status is enough.
    return undefined
  }
}
