import { UserError } from '#platform/base/errors.ts'
import type { Notice } from '../../../cards/notice.ts'

/** What the person can correct on the form of a notice. */
const corrected: ReadonlySet<string> = new Set(['REASON_TOO_SHORT', 'NOTICE_DAY', 'COMING_LIST'])

/** For the form; undefined for what it can't correct. */
export function noticeOfRefusal(error: unknown): Notice | undefined {
  if (!(error instanceof UserError) || !corrected.has(error.code)) return undefined
  return { kind: 'refused', code: error.code, facts: error.facts }
}
