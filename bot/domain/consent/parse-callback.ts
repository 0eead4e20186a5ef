import { classifyRedirect } from '#platform/microsoft/classify.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import type { CallbackReport } from './consent.ts'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const traceId = /Trace ID:\s*([0-9a-f-]{36})/i
/** Parameters whose names may be stored: others are text from outside. */
const ours = ['tenant', 'state', 'admin_consent', 'error', 'error_description', 'error_subcode', 'scope']
const correlationId = /Correlation ID:\s*([0-9a-f-]{36})/i

/**
 * Reduces the redirect to IDs and a named outcome and drops its free text. `admin_consent=True` comes with failures too, so
 * `error` is checked first, and anything but exactly one clean claim of success is a failure.
 */
export function parseCallback(
  query: URLSearchParams,
  { tenantId, repeated }: { tenantId: string; repeated: readonly string[] },
): CallbackReport {
  const error = query.get('error') ?? ''
  const claimed = query.get('tenant')?.toLowerCase()
  const isTenant = claimed === undefined || guid.test(claimed)
  const malformed = [...new Set([...repeated, ...(isTenant ? [] : ['tenant'])])].filter((name) =>
    ours.includes(name),
  )
  const otherTenantId = isTenant && claimed !== tenantId ? claimed : undefined
  const report: CallbackReport = { otherTenantId, ...(malformed.length > 0 && { malformed }) }
  if (error) return { ...report, ...refusalOf(query, error) }
  const claims = query.get('admin_consent')?.toLowerCase() === 'true'
  if (!claims || repeated.length > 0 || malformed.length > 0) {
    return { ...report, refusal: makeOutcome('login', 'redirectMalformed') }
  }
  return otherTenantId ? { ...report, refusal: makeOutcome('login', 'wrongAccount') } : {}
}

function refusalOf(query: URLSearchParams, error: string): CallbackReport {
  const description = query.get('error_description') ?? ''
  const [subcode, claims] = ['error_subcode', 'claims'].map((name) => query.get(name) ?? '')
  return {
    refusal: classifyRedirect(error, `${description} ${query.get('error_uri') ?? ''}`, subcode, claims),
    traceId: traceId.exec(description)?.[1]?.toLowerCase(),
    correlationId: correlationId.exec(description)?.[1]?.toLowerCase(),
  }
}
