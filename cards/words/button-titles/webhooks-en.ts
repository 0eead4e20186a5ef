import type { WebhookInputs } from '../../button-tables/webhooks.ts'

/** Titles of the buttons of webhooks. */
export const webhookButtonsEn = {
  webhookSendAgain: 'Send again',
  webhookDiscard: 'Discard',
  webhookTest: 'Send test event',
} as const satisfies Record<keyof WebhookInputs, string>
