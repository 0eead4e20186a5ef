import { classifyRedirect } from '#platform/microsoft/classify.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import type { CallbackReport } from './consent.ts'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const traceId = /Trace ID:\s*([0-9a-f-]{36})/i
const correlationId = /Correlation ID:\s*([0-9a-f-]{36})/i

/**
 * Reduces the redirect to IDs and a named outcome and drops its free text. `admin_consent=True` comes with failures too, so
 * `error` is checked first, and anything but exactly one clean claim of success is a failure.
 */
export function parseCallback(
  query: URLSearchParams,
  { tenantId, malformed }: { tenantId: string; malformed: boolean },
): CallbackReport {
  const error = query.get('error') ?? ''
  const description = query.get('error_description') ?? ''
  const claimed = query.get('tenant')?.toLowerCase()
  const otherTenantId = claimed && claimed !== tenantId && guid.test(claimed) ? claimed : undefined
  const success = !malformed && !error && query.get('admin_consent')?.toLowerCase() === 'true'
  if (success && !otherTenantId) return {}
  if (success) return { otherTenantId, refusal: makeOutcome('login', 'wrongAccount') }
  const outcome = classifyRedirect(error || 'malformed', description, query.get('error_subcode') ?? '')
  return {
    refusal: outcome,
    otherTenantId,
    traceId: traceId.exec(description)?.[1]?.toLowerCase(),
    correlationId: correlationId.exec(description)?.[1]?.toLowerCase(),
  }
}
