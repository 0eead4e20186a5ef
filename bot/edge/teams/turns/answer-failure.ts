import { OutsideError } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import type { ActivityResponse } from '../channel/teams-sdk.ts'

/** The status: 5xx lets the channel retry. */
export function answerFailure(log: Log, error: unknown): ActivityResponse {
  if (error instanceof OutsideError) {
    log.warn({ error }, 'an activity could not be answered')
    return { status: 503 }
  }
  log.error({ error }, 'an activity could not be answered')
  return { status: 500 }
}
