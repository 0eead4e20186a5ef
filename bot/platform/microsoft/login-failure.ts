import { z } from 'zod'
import { readRetryAfterMs } from '../base/backoff.ts'
import type { TokenFailure } from './classify.ts'
import { findPolicyId } from './code-meanings.ts'
import { type HttpAnswer, headerOf, readJson } from './http-client.ts'

/** Accepts each field in its expected format only: anything else could be text that must not be stored or shown. */
const body = z.object({
  error: z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .optional()
    .catch(undefined),
  error_codes: z.array(z.coerce.number().int().min(1_000).max(99_999_999)).optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  trace_id: z.string().optional().catch(undefined),
  claims: z.string().optional().catch(undefined),
})
const idPattern = /^[\w-]{1,60}$/

/** Reduces an error of the sign-in service, for a token or the OpenID configuration, to its codes. */
export function readLoginFailure({ status, headers, text }: HttpAnswer, now: Date): TokenFailure {
  const parsed = body.safeParse(readJson(text))
  const said = parsed.success ? parsed.data : {}
  const description = said.error_description
  const inText = /AADSTS[\s:#-]{0,3}(\d{4,8})/i.exec(description ?? '')?.[1]
  const policyId = findPolicyId(said.claims ?? '')
  const failure: TokenFailure = { status }
  const code = said.error_codes?.[0]?.toString() ?? inText
  const requestId = [said.trace_id, headerOf(headers, 'x-ms-request-id')].find(
    (id) => id && idPattern.test(id),
  )
  const retryAfterMs = readRetryAfterMs(headerOf(headers, 'retry-after'), now)
  if (said.error !== undefined) failure.error = said.error
  if (code !== undefined) failure.code = code
  if (description !== undefined) failure.description = description
  if (policyId !== undefined) failure.policyId = policyId
  if (requestId !== undefined) failure.requestId = requestId
  if (retryAfterMs !== undefined) failure.retryAfterMs = retryAfterMs
  return failure
}
