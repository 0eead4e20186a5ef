import type { Action } from '../teams/actions/action.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { noticeAcknowledge, noticeAnnounce, noticeWithdraw } from './notice-act.ts'
import { noticeForm } from './notice-form.ts'
import { noticePlan } from './notice-plan.ts'
import { noticeList, noticeShow } from './notice-show.ts'

/** The buttons of notices of coming lists. */
export const noticeActions: readonly Action<HandlerDeps>[] = [
  noticeList,
  noticeShow,
  noticeForm,
  noticePlan,
  noticeAnnounce,
  noticeAcknowledge,
  noticeWithdraw,
]
