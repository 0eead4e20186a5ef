import { randomUUID } from 'node:crypto'
import rows from '../data/aadsts.json' with { type: 'json' }

/** `page`: shown by Microsoft only. `redirect`: returned to the app. */
interface Known {
  error: string
  text: string
  status?: number
  where?: 'page' | 'redirect'
}

/** The text of each code, in our words; `{…}` is filled in. Unknown codes get a neutral text. */
const table: ReadonlyMap<number, Known> = new Map(
  (rows as (Known & { code: number })[]).map((row) => [row.code, row]),
)

export interface LoginFailure {
  code: number
  error: string
  status: number
  text: string
  where: 'page' | 'redirect'
  retryAfter?: string
  separator?: 'crlf' | 'blank'
}

/** The response for one AADSTS code; `facts` fill the placeholders of its text. */
export function loginFailure(code: number, facts: Record<string, string> = {}): LoginFailure {
  const known = table.get(code) ?? { error: 'invalid_grant', text: 'The request was refused.' }
  const text = known.text.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '')
  return { code, error: known.error, status: known.status ?? 400, text, where: known.where ?? 'page' }
}

const stamp = (at: Date): string => at.toISOString().replace('T', ' ').replace(/\.\d+/, '')

/** `AADSTS65004: … Trace ID: …`: separated by spaces as today, or by CRLF as before 2024. */
export function describe(
  failure: LoginFailure,
  at: Date,
  separator: 'crlf' | 'blank',
  ids = traceIds(),
): string {
  const gap = separator === 'crlf' ? '\r\n' : ' '
  const tail = [`Trace ID: ${ids.trace}`, `Correlation ID: ${ids.correlation}`, `Timestamp: ${stamp(at)}`]
  return [`AADSTS${failure.code}: ${failure.text}`, ...tail].join(gap)
}

export const traceIds = (): { trace: string; correlation: string } => ({
  trace: randomUUID(),
  correlation: randomUUID(),
})

/** The Conditional Access policy that refused. */
const policyClaims = JSON.stringify({
  access_token: { capolids: { essential: true, values: ['9c8f6f37-2d1a-4b62-8a0e-5d3c1b7e4f90'] } },
})

/** Body of a rejected token request. */
export function tokenErrorBody(failure: LoginFailure, at: Date, origin: string): Record<string, unknown> {
  const ids = traceIds()
  return {
    error: failure.error,
    error_description: describe(failure, at, failure.separator ?? 'blank', ids),
    error_codes: [failure.code],
    timestamp: stamp(at),
    trace_id: ids.trace,
    correlation_id: ids.correlation,
    error_uri: `${origin}/error?code=${failure.code}`,
    ...(failure.code === 53003 && { suberror: 'message_only', claims: policyClaims }),
  }
}
