import { hours, minutes } from '../base/time.ts'
import type { Values } from './variables.ts'

/** How much one person may do or hide, and when people are reminded. */
export function personLimits(values: Values) {
  return {
    deputyAfterMs: hours(values.DEPUTY_AFTER_HOURS ?? 4),
    chaseDays: values.CHASE_DAYS ?? [3, 7, 14],
    consentLinkMs: minutes(values.CONSENT_LINK_MINUTES ?? 60),
    bulkWindowMs: minutes(values.BULK_WINDOW_MINUTES ?? 60),
    exceptionMaxMs: hours((values.EXCEPTION_MAX_DAYS ?? 365) * 24),
    limits: {
      openRequests: values.OPEN_REQUESTS_LIMIT ?? 50,
      refusedAttempts: values.REFUSED_ATTEMPTS_LIMIT ?? 100,
    },
  }
}
