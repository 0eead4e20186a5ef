import { toActor } from '../teams/actions/answer.ts'
import { answerWithNotice, showNotices } from '../views/advance-notice-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { nothing, noticeRef } from './input.ts'

/** A coming list as it stands now. */
export const noticeShow = defineHandler({
  verb: 'notice.show',
  role: 'viewer',
  reach: 'ownTenants',
  input: noticeRef,

  async handle({ actor, input: { noticeId }, turn, deps }) {
    return answerWithNotice(deps, { actor, turn }, noticeId)
  },
})

/** The announced lists, open ones first. */
export const noticeList = defineHandler({
  verb: 'notice.list',
  role: 'viewer',
  reach: 'ownTenants',
  input: nothing,

  async handle({ deps }) {
    return toActor(await showNotices(deps))
  },
})

export const noticesCommand = defineWord({
  word: 'notices',
  said: ['announcements', 'announced', 'coming lists', 'coming permissions'],
  action: noticeList,
})
