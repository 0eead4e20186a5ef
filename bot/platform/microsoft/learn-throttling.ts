import { readRetryAfterMs } from '../base/backoff.ts'
import { seconds } from '../base/time.ts'
import { headerOf } from './http-client.ts'
import type { ThrottledReads } from './throttled-reads.ts'

/** When Microsoft says that it is too much, but not for how long. */
const unsaidMs = seconds(10)
/** From this share of a limit on we ask no more than now. */
const nearly = 0.8

/** Lets the pace follow what an answer says about limits: of this app in all tenants, or in this tenant. */
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

/** The service itself has too much to do, or was not heard at all. */
export const isOverloaded = (status: number | undefined): boolean =>
  status === undefined || status === 503 || status === 504

/**
 * Whom limits are about: `x-ms-throttle-scope` names the scope, the limit, the app and the tenant. The app in all tenants is
 * `all`; every other scope, and an answer that says nothing, is the tenant's own.
 */
function readThrottleScope(headers: unknown): 'all' | 'tenant' {
  const scope = headerOf(headers, 'x-ms-throttle-scope')?.split('/')[0]
  return scope?.toLowerCase() === 'application' ? 'all' : 'tenant'
}

/** How much of the limit is used; Graph says so from 0.8 on. */
function readThrottleShare(headers: unknown): number {
  const share = Number(headerOf(headers, 'x-ms-throttle-limit-percentage') ?? 0)
  return Number.isFinite(share) ? share : 0
}
