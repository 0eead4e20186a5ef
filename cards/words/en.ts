import { advanceNoticesEn } from './advance-notices-en.ts'
import { alertsEn } from './alerts-en.ts'
import { baselinesEn } from './baselines-en.ts'
import { buttonsEn } from './buttons-en.ts'
import { campaignsEn } from './campaigns-en.ts'
import { commandsEn } from './commands-en.ts'
import { bugEn, errorsEn } from './errors-en.ts'
import { exceptionsEn } from './exceptions-en.ts'
import { exportsEn } from './exports-en.ts'
import { findingsEn } from './findings-en.ts'
import { fleetEn } from './fleet-en.ts'
import { leavingEn } from './leaving-en.ts'
import { manyEn } from './many-en.ts'
import { movesEn } from './moves-en.ts'
import { noticesEn } from './notices-en.ts'
import { openingsEn } from './openings-en.ts'
import { ownersEn } from './owners-en.ts'
import { packEn } from './pack-en.ts'
import { phrasesEn } from './phrases-en.ts'
import { preflightEn } from './preflight-en.ts'
import { referencesEn } from './references-en.ts'
import { requestsEn } from './requests-en.ts'
import { retirementsEn } from './retirements-en.ts'
import { shortFindingsEn } from './short-findings-en.ts'
import { statusesEn } from './statuses-en.ts'
import { timesEn } from './times-en.ts'
import { unblockEn } from './unblock-en.ts'
import { undeliveredEn } from './undelivered-en.ts'
import { webhooksEn } from './webhooks-en.ts'
import { whatIfEn } from './what-if-en.ts'
import { rolesEn, whoEn } from './who-en.ts'

/** Every sentence of the cards. The words for outcomes and for the consent pages are in their own files. */
export const en = {
  advanceNotices: advanceNoticesEn,
  alerts: alertsEn,
  baselines: baselinesEn,
  bug: bugEn,
  buttons: buttonsEn,
  campaigns: campaignsEn,
  commands: commandsEn,
  errors: errorsEn,
  exceptions: exceptionsEn,
  exports: exportsEn,
  findings: findingsEn,
  leaving: leavingEn,
  many: manyEn,
  moves: movesEn,
  notices: noticesEn,
  owners: ownersEn,
  pack: packEn,
  preflight: preflightEn,
  references: referencesEn,
  openings: openingsEn,
  requests: requestsEn,
  retirements: retirementsEn,
  roles: rolesEn,
  shortFindings: shortFindingsEn,
  statuses: statusesEn,
  times: timesEn,
  unblock: unblockEn,
  undelivered: undeliveredEn,
  webhooks: webhooksEn,
  whatIf: whatIfEn,
  who: whoEn,
  ...fleetEn,
  ...phrasesEn,
}
