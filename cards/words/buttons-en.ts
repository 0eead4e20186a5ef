import { alertButtonsEn } from './button-titles/alerts-en.ts'
import { campaignButtonsEn } from './button-titles/campaigns-en.ts'
import { coreButtonsEn } from './button-titles/core-en.ts'
import { historyButtonsEn } from './button-titles/history-en.ts'
import { outboxButtonsEn } from './button-titles/outbox-en.ts'
import { requestButtonsEn } from './button-titles/requests-en.ts'

/** Titles as product and documentation name them, per area like the tables of the buttons. */
export const buttonsEn = {
  ...coreButtonsEn,
  ...alertButtonsEn,
  ...campaignButtonsEn,
  ...historyButtonsEn,
  ...outboxButtonsEn,
  ...requestButtonsEn,
} as const
