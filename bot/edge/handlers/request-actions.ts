import type { Action } from '../teams/actions/action.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { requestAgain } from './request-again.ts'
import { requestApprove } from './request-approve.ts'
import { requestDeny } from './request-deny.ts'
import { requestForm } from './request-form.ts'
import { requestHandOver } from './request-hand-over.ts'
import { requestHandOverForm } from './request-hand-over-form.ts'
import { requestList } from './request-list.ts'
import { requestListen, requestSilence } from './request-listen.ts'
import { requestMake } from './request-make.ts'
import { requestShow } from './request-show.ts'
import { requestWithdraw } from './request-withdraw.ts'

/** The buttons of requests. */
export const requestActions: readonly Action<HandlerDeps>[] = [
  requestForm,
  requestMake,
  requestShow,
  requestApprove,
  requestDeny,
  requestWithdraw,
  requestHandOverForm,
  requestHandOver,
  requestAgain,
  requestList,
  requestListen,
  requestSilence,
]
