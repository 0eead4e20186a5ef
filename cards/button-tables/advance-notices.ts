interface Versioned {
  noticeId: number
  v: number
}

/** The data of each button of a notice of a coming list. */
export interface AdvanceNoticeInputs {
  notices: Record<string, never>
  announceForm: { setId: string }
  planNotice: { setId: string }
  announceNotice: Versioned
  showNotice: { noticeId: number }
  acknowledgeNotice: { noticeId: number }
  withdrawNotice: Versioned
}

/** Which action each button runs. */
export const advanceNoticeVerbs = {
  notices: 'notice.list',
  announceForm: 'notice.form',
  planNotice: 'notice.plan',
  announceNotice: 'notice.announce',
  showNotice: 'notice.show',
  acknowledgeNotice: 'notice.acknowledge',
  withdrawNotice: 'notice.withdraw',
} as const satisfies Record<keyof AdvanceNoticeInputs, string>
