import { OutsideError } from '../errors.ts'
import { hours, minutes, seconds } from '../time.ts'

/**
 * `gone`: there is nothing left to update. `refused`: the same answer would come again. Else the message is sent again
 * after `waitMs`; `hold`: nothing else goes into the conversation before that.
 */
export type Verdict = 'gone' | 'refused' | { waitMs: number; hold: boolean }

const firstWaitMs = seconds(2)
const longestWaitMs = minutes(5)
/** Who asks for more than this is asked again earlier. */
const longestHoldMs = hours(1)

const goneStatuses: readonly number[] = [404, 410]
/** Bad request, not allowed to speak there, method, size: facts about the conversation or the card, not about the moment. */
const finalStatuses: readonly number[] = [400, 403, 405, 413]
/** Codes of our own: the conversation is not known any more, or its address may not get our token. */
const finalCodes: readonly string[] = ['NOT_STORED', 'ADDRESS_REFUSED']

/** What becomes of a message whose sending failed after `attempts` tries that failed before. */
export function judgeFailure(error: unknown, attempts: number): Verdict {
  const backoffMs = Math.min(firstWaitMs * 2 ** attempts, longestWaitMs)
  if (!(error instanceof OutsideError)) return { waitMs: backoffMs, hold: false }
  const { status = 0, code = '', retryAfterMs } = error.facts
  if (goneStatuses.includes(status)) return 'gone'
  if (finalStatuses.includes(status) || finalCodes.includes(code)) return 'refused'
  if (retryAfterMs === undefined) return { waitMs: backoffMs, hold: false }
  return { waitMs: Math.max(backoffMs, Math.min(retryAfterMs, longestHoldMs)), hold: true }
}

/** What the row keeps of an error: foreign words may hold what must not be stored. */
export function nameFailure(error: unknown): string {
  if (error instanceof OutsideError) return error.message
  return error instanceof Error ? error.name : typeof error
}
