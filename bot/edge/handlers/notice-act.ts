import { acknowledgeNotice, withdrawNotice } from '#domain/notices/act-on-notice.ts'
import { announceNotice } from '#domain/notices/announce-notice.ts'
import { answerWithNotice } from '../views/advance-notice-view.ts'
import { defineHandler } from './define.ts'
import { noticeRef, versionedNotice } from './input.ts'
import { ownCardOf } from './own-card.ts'

/** Announces a planned notice, exactly as it was shown. */
export const noticeAnnounce = defineHandler({
  verb: 'notice.announce',
  role: 'approver',
  reach: 'everything',
  input: versionedNotice,

  async handle({ actor, input: { noticeId, v }, turn, deps }) {
    await announceNotice(deps, { noticeId, version: v, by: actor, card: ownCardOf(turn) })
    return answerWithNotice(deps, { actor, turn }, noticeId)
  },
})

/** A person has read it. */
export const noticeAcknowledge = defineHandler({
  verb: 'notice.acknowledge',
  role: 'operator',
  reach: 'ownTenants',
  input: noticeRef,

  async handle({ actor, input: { noticeId }, turn, deps }) {
    await acknowledgeNotice(deps, { noticeId, by: actor })
    return answerWithNotice(deps, { actor, turn }, noticeId)
  },
})

/** Takes a notice back. */
export const noticeWithdraw = defineHandler({
  verb: 'notice.withdraw',
  role: 'approver',
  reach: 'everything',
  input: versionedNotice,

  async handle({ actor, input: { noticeId, v }, turn, deps }) {
    await withdrawNotice(deps, { noticeId, version: v, by: actor })
    return answerWithNotice(deps, { actor, turn }, noticeId)
  },
})
