import type { Action } from '../teams/actions/action.ts'
import type { Command } from '../teams/actions/command.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { alertActions } from './alert-actions.ts'
import { alertsCommand, alertsList } from './alerts-list.ts'
import { alertsQuiet, alertsQuietCommand } from './alerts-quiet.ts'
import { alertsOnCommand, alertsSubscribe } from './alerts-subscribe.ts'
import { alertsOffCommand, alertsUnsubscribe } from './alerts-unsubscribe.ts'
import { baselineConfirm } from './baseline-confirm.ts'
import { baselineCommand, baselineShow } from './baseline-show.ts'
import { campaignRemind } from './campaign-remind.ts'
import { campaignShow } from './campaign-show.ts'
import { catalogCommand, catalogShow } from './catalog-show.ts'
import { consentCancel } from './consent-cancel.ts'
import { consentShow } from './consent-show.ts'
import { doctorCommand, doctorShow } from './doctor-show.ts'
import { exceptionActions } from './exception-actions.ts'
import { exceptionsCommand } from './exception-list.ts'
import { grantAccept } from './grant-accept.ts'
import { blockCommand, grantBlock } from './grant-block.ts'
import { grantCheck } from './grant-check.ts'
import { grantCheckPlan } from './grant-check-plan.ts'
import { grantConfirmAccept } from './grant-confirm-accept.ts'
import { grantConfirmBlock } from './grant-confirm-block.ts'
import { grantConfirmUnblock } from './grant-confirm-unblock.ts'
import { detailsCommand, grantDetails } from './grant-details.ts'
import { grantOpenForm } from './grant-open-form.ts'
import { grantCommand, grantPlan } from './grant-plan.ts'
import { grantReset, resetCommand } from './grant-reset.ts'
import { grantStart } from './grant-start.ts'
import { grantUnblock, unblockCommand } from './grant-unblock.ts'
import { grantUndoBlock } from './grant-undo-block.ts'
import { helpCommand, helpShow } from './help-show.ts'
import { historyExport } from './history-export.ts'
import { exportCommand, historyPlanExport } from './history-plan-export.ts'
import { historyCommand, historyShow } from './history-show.ts'
import { leavingActions } from './leaving-actions.ts'
import { leavingCommand } from './leaving-show.ts'
import { messageDiscard } from './message-discard.ts'
import { messageSendAgain } from './message-send-again.ts'
import { mineCommand, mineShow } from './mine-show.ts'
import { moveCommand, movePlan } from './move-plan.ts'
import { moveStart } from './move-start.ts'
import { nameShow, showCommand } from './name-show.ts'
import { noticeActions } from './notice-actions.ts'
import { announceCommand } from './notice-form.ts'
import { noticesCommand } from './notice-show.ts'
import { blockConfirmMany, orderConfirmMany } from './order-confirm-many.ts'
import { overviewCommand, overviewShow } from './overview-show.ts'
import { deputySetCommand, ownerSet, ownerSetCommand } from './owner-set.ts'
import { ownerCommand, ownerShow } from './owner-show.ts'
import { packCommand, packMake } from './pack-make.ts'
import { permissionWhy, whyCommand } from './permission-why.ts'
import { personShow, whoamiCommand } from './person-show.ts'
import { requestActions } from './request-actions.ts'
import { requestsCommand } from './request-list.ts'
import { requestsOffCommand, requestsOnCommand } from './request-listen.ts'
import { setShow } from './set-show.ts'
import { settingConfirm } from './setting-confirm.ts'
import { settingsCommand, settingsShow } from './settings-show.ts'
import { syncAll, syncAllCommand } from './sync-all.ts'
import { syncCancel } from './sync-cancel.ts'
import { syncCommand, syncOne } from './sync-one.ts'
import { syncResume } from './sync-resume.ts'
import { syncShow } from './sync-show.ts'
import { addTenantCommand, tenantAdd } from './tenant-add.ts'
import { tenantAddForm } from './tenant-add-form.ts'
import { tenantConfirmRemove } from './tenant-confirm-remove.ts'
import { tenantList, tenantsCommand } from './tenant-list.ts'
import { removeTenantCommand, tenantRemove } from './tenant-remove.ts'
import { statusCommand, tenantShow } from './tenant-show.ts'
import { waitingPlan } from './waiting-plan.ts'
import { nextActionsCommand, waitingShow } from './waiting-show.ts'

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
  messageSendAgain,
  messageDiscard,
  personShow,
  overviewShow,
  waitingShow,
  waitingPlan,
  helpShow,
]

/** Every typed command, in the order in which help lists them. */
export const commands: readonly Command<HandlerDeps>[] = [
  tenantsCommand,
  overviewCommand,
  nextActionsCommand,
  mineCommand,
  statusCommand,
  detailsCommand,
  baselineCommand,
  showCommand,
  grantCommand,
  moveCommand,
  blockCommand,
  unblockCommand,
  resetCommand,
  requestsCommand,
  requestsOnCommand,
  requestsOffCommand,
  syncCommand,
  syncAllCommand,
  addTenantCommand,
  removeTenantCommand,
  leavingCommand,
  alertsCommand,
  alertsOnCommand,
  alertsOffCommand,
  alertsQuietCommand,
  ownerCommand,
  ownerSetCommand,
  deputySetCommand,
  exceptionsCommand,
  doctorCommand,
  whyCommand,
  packCommand,
  historyCommand,
  exportCommand,
  noticesCommand,
  announceCommand,
  catalogCommand,
  settingsCommand,
  whoamiCommand,
  helpCommand,
]
