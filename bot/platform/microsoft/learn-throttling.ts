import { readRetryAfterMs } from '../base/backoff.ts'
import { seconds } from '../base/time.ts'
import { headerOf } from './http-client.ts'
import type { ThrottledReads } from './throttled-reads.ts'

/** Wait for a 429 without `Retry-After`. */
const unsaidMs = seconds(10)
/** From this share of a limit on, the concurrency no longer grows. */
const nearly = 0.8

/** Applies the throttling headers of a response to this app in all tenants, or to this tenant. */
export function learnThrottling(
  throttledReads: Pick<ThrottledReads, 'throttle' | 'recordResponse'>,
  now: () => Date,
  tenantId: string,
  { status, headers }: { status: number; headers: unknown },
): void {
  const scope = readThrottleScope(headers)
  if (status === 429) {
    const ms = readRetryAfterMs(headerOf(headers, 'retry-after'), now()) ?? unsaidMs
    throttledReads.throttle(scope, tenantId, ms)
    if (scope === 'all') throttledReads.recordResponse({ ms: 0, throttled: true })
  } else if (scope === 'all' && readThrottleShare(headers) >= nearly)
    throttledReads.recordResponse({ ms: 0, nearLimit: true })
}

/** The service is overloaded or unreachable. */
export const isOverloaded = (status: number | undefined): boolean =>
  status === undefined || status === 503 || status === 504

/**
 * The scope of the limit, from `x-ms-throttle-scope` (scope/limit/app/tenant). `all`: the app in all tenants; any other
 * scope, or none, is the tenant's own.
 */
function readThrottleScope(headers: unknown): 'all' | 'tenant' {
  const scope = headerOf(headers, 'x-ms-throttle-scope')?.split('/')[0]
  return scope?.toLowerCase() === 'application' ? 'all' : 'tenant'
}

/** The used share of the limit; Graph sends it from 0.8 on. */
function readThrottleShare(headers: unknown): number {
  const share = Number(headerOf(headers, 'x-ms-throttle-limit-percentage') ?? 0)
  return Number.isFinite(share) ? share : 0
}
