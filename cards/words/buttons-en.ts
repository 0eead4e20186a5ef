import { advanceNoticeButtonsEn } from './button-titles/advance-notices-en.ts'
import { alertButtonsEn } from './button-titles/alerts-en.ts'
import { campaignButtonsEn } from './button-titles/campaigns-en.ts'
import { coreButtonsEn } from './button-titles/core-en.ts'
import { exceptionButtonsEn } from './button-titles/exceptions-en.ts'
import { fleetButtonsEn } from './button-titles/fleet-en.ts'
import { historyButtonsEn } from './button-titles/history-en.ts'
import { leavingButtonsEn } from './button-titles/leaving-en.ts'
import { outboxButtonsEn } from './button-titles/outbox-en.ts'
import { ownerButtonsEn } from './button-titles/owners-en.ts'
import { packButtonsEn } from './button-titles/packs-en.ts'
import { requestButtonsEn } from './button-titles/requests-en.ts'
import { webhookButtonsEn } from './button-titles/webhooks-en.ts'
import { whatIfButtonsEn } from './button-titles/what-if-en.ts'

/** Button titles as the documentation names them, split by area like the button tables. */
export const buttonsEn = {
  ...coreButtonsEn,
  ...advanceNoticeButtonsEn,
  ...alertButtonsEn,
  ...campaignButtonsEn,
  ...exceptionButtonsEn,
  ...fleetButtonsEn,
  ...historyButtonsEn,
  ...leavingButtonsEn,
  ...outboxButtonsEn,
  ...ownerButtonsEn,
  ...packButtonsEn,
  ...requestButtonsEn,
  ...webhookButtonsEn,
  ...whatIfButtonsEn,
} as const
