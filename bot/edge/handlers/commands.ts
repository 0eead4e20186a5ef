import type { Command } from '../teams/actions/command.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { alertsCommand } from './alerts-list.ts'
import { alertsQuietCommand } from './alerts-quiet.ts'
import { alertsOnCommand } from './alerts-subscribe.ts'
import { alertsOffCommand } from './alerts-unsubscribe.ts'
import { baselineCommand } from './baseline-show.ts'
import { catalogCommand } from './catalog-show.ts'
import { doctorCommand } from './doctor-show.ts'
import { exceptionsCommand } from './exception-list.ts'
import { blockCommand } from './grant-block.ts'
import { detailsCommand } from './grant-details.ts'
import { grantCommand } from './grant-plan.ts'
import { resetCommand } from './grant-reset.ts'
import { unblockCommand } from './grant-unblock.ts'
import { helpCommand } from './help-show.ts'
import { exportCommand } from './history-plan-export.ts'
import { historyCommand } from './history-show.ts'
import { leavingCommand } from './leaving-show.ts'
import { mineCommand } from './mine-show.ts'
import { moveCommand } from './move-plan.ts'
import { showCommand } from './name-show.ts'
import { announceCommand } from './notice-form.ts'
import { noticesCommand } from './notice-show.ts'
import { overviewCommand } from './overview-show.ts'
import { deputySetCommand, ownerSetCommand } from './owner-set.ts'
import { ownerCommand } from './owner-show.ts'
import { packCommand } from './pack-make.ts'
import { whyCommand } from './permission-why.ts'
import { whoamiCommand } from './person-show.ts'
import { requestsCommand } from './request-list.ts'
import { requestsOffCommand, requestsOnCommand } from './request-listen.ts'
import { settingsCommand } from './settings-show.ts'
import { syncAllCommand } from './sync-all.ts'
import { syncCommand } from './sync-one.ts'
import { addTenantCommand } from './tenant-add.ts'
import { tenantsCommand } from './tenant-list.ts'
import { removeTenantCommand } from './tenant-remove.ts'
import { statusCommand } from './tenant-show.ts'
import { nextActionsCommand } from './waiting-show.ts'
import { whatIfCommand } from './what-if-show.ts'

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
  whatIfCommand,
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
