import type { AdvanceNoticeInputs } from '../../button-tables/advance-notices.ts'

/** Titles of the buttons of notices. */
export const advanceNoticeButtonsEn = {
  notices: 'Notices',
  announceForm: 'Announce again',
  planNotice: 'Show plan',
  announceNotice: 'Announce',
  showNotice: 'Show',
  acknowledgeNotice: 'Acknowledge',
  withdrawNotice: 'Withdraw',
} as const satisfies Record<keyof AdvanceNoticeInputs, string>
