import type { UserErrorCode } from '#platform/base/errors.ts'

/** What the person can correct on the form of a notice. */
export const correctableNotice: ReadonlySet<UserErrorCode> = new Set([
  'REASON_TOO_SHORT',
  'NOTICE_DAY',
  'COMING_LIST',
])
