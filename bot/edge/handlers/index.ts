import type { Action } from '../teams/actions/action.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { alertActions } from './alert-actions.ts'
import { alertsList } from './alerts-list.ts'
import { alertsQuiet } from './alerts-quiet.ts'
import { alertsSubscribe } from './alerts-subscribe.ts'
import { alertsUnsubscribe } from './alerts-unsubscribe.ts'
import { baselineConfirm } from './baseline-confirm.ts'
import { baselineShow } from './baseline-show.ts'
import { campaignRemind } from './campaign-remind.ts'
import { campaignShow } from './campaign-show.ts'
import { catalogShow } from './catalog-show.ts'
import { consentCancel } from './consent-cancel.ts'
import { consentShow } from './consent-show.ts'
import { doctorShow } from './doctor-show.ts'
import { exceptionActions } from './exception-actions.ts'
import { grantAccept } from './grant-accept.ts'
import { grantBlock } from './grant-block.ts'
import { grantCheck } from './grant-check.ts'
import { grantCheckPlan } from './grant-check-plan.ts'
import { grantConfirmAccept } from './grant-confirm-accept.ts'
import { grantConfirmBlock } from './grant-confirm-block.ts'
import { grantConfirmUnblock } from './grant-confirm-unblock.ts'
import { grantDetails } from './grant-details.ts'
import { grantOpenForm } from './grant-open-form.ts'
import { grantPlan } from './grant-plan.ts'
import { grantReset } from './grant-reset.ts'
import { grantStart } from './grant-start.ts'
import { grantUnblock } from './grant-unblock.ts'
import { grantUndoBlock } from './grant-undo-block.ts'
import { helpShow } from './help-show.ts'
import { historyExport } from './history-export.ts'
import { historyPlanExport } from './history-plan-export.ts'
import { historyShow } from './history-show.ts'
import { leavingActions } from './leaving-actions.ts'
import { messageDiscard } from './message-discard.ts'
import { messageSendAgain } from './message-send-again.ts'
import { mineShow } from './mine-show.ts'
import { movePlan } from './move-plan.ts'
import { moveStart } from './move-start.ts'
import { nameShow } from './name-show.ts'
import { noticeActions } from './notice-actions.ts'
import { blockConfirmMany, orderConfirmMany } from './order-confirm-many.ts'
import { overviewShow } from './overview-show.ts'
import { ownerSet } from './owner-set.ts'
import { ownerShow } from './owner-show.ts'
import { packMake } from './pack-make.ts'
import { permissionWhy } from './permission-why.ts'
import { personShow } from './person-show.ts'
import { preflightRun } from './preflight-run.ts'
import { requestActions } from './request-actions.ts'
import { setShow } from './set-show.ts'
import { settingConfirm } from './setting-confirm.ts'
import { settingsShow } from './settings-show.ts'
import { syncAll } from './sync-all.ts'
import { syncCancel } from './sync-cancel.ts'
import { syncOne } from './sync-one.ts'
import { syncResume } from './sync-resume.ts'
import { syncShow } from './sync-show.ts'
import { tenantAdd } from './tenant-add.ts'
import { tenantAddForm } from './tenant-add-form.ts'
import { tenantConfirmRemove } from './tenant-confirm-remove.ts'
import { tenantList } from './tenant-list.ts'
import { tenantRemove } from './tenant-remove.ts'
import { tenantShow } from './tenant-show.ts'
import { waitingPlan } from './waiting-plan.ts'
import { waitingShow } from './waiting-show.ts'
import { webhookActions } from './webhook-actions.ts'
import { whatIfCarryOut } from './what-if-carry-out.ts'
import { whatIfRequest } from './what-if-request.ts'
import { whatIfShow } from './what-if-show.ts'

/** Every button. */
export const actions: readonly Action<HandlerDeps>[] = [
  tenantList,
  tenantShow,
  nameShow,
  tenantAddForm,
  tenantAdd,
  tenantRemove,
  tenantConfirmRemove,
  ...leavingActions,
  grantDetails,
  grantCheck,
  grantPlan,
  grantCheckPlan,
  grantStart,
  movePlan,
  moveStart,
  grantBlock,
  grantConfirmBlock,
  blockConfirmMany,
  orderConfirmMany,
  grantUndoBlock,
  grantUnblock,
  grantOpenForm,
  grantConfirmUnblock,
  grantReset,
  settingConfirm,
  grantAccept,
  grantConfirmAccept,
  baselineShow,
  baselineConfirm,
  ...requestActions,
  whatIfShow,
  whatIfCarryOut,
  whatIfRequest,
  syncOne,
  syncAll,
  syncShow,
  syncCancel,
  syncResume,
  consentShow,
  consentCancel,
  ownerShow,
  ownerSet,
  mineShow,
  ...noticeActions,
  campaignShow,
  campaignRemind,
  alertsList,
  alertsSubscribe,
  alertsUnsubscribe,
  alertsQuiet,
  ...alertActions,
  catalogShow,
  setShow,
  permissionWhy,
  packMake,
  historyShow,
  historyPlanExport,
  historyExport,
  doctorShow,
  ...exceptionActions,
  settingsShow,
  preflightRun,
  messageSendAgain,
  messageDiscard,
  ...webhookActions,
  personShow,
  overviewShow,
  waitingShow,
  waitingPlan,
  helpShow,
]
