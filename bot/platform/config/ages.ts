import { hours } from '../base/time.ts'
import type { Values } from './variables.ts'

/** How old what is read and what is kept may become. */
export function agesOf(values: Values) {
  const { ACCESS_MAX_AGE_HOURS: access, AUDIT_RETENTION_DAYS: days } = values
  return {
    maxAgeMs: hours(values.MAX_AGE_HOURS ?? 24),
    eventRetentionMs: hours(24 * (values.EVENT_RETENTION_DAYS ?? 30)),
    ...(access && { accessMaxAgeMs: hours(access) }),
    ...(days && { auditRetentionMs: hours(24 * days) }),
  }
}
