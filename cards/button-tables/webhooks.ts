/** The dead letters of a target, as they were counted. */
interface DeadWebhooks {
  target: string
  count: number
  upTo: number
}

/** The data of each button of webhooks. */
export interface WebhookInputs {
  webhookSendAgain: DeadWebhooks
  webhookDiscard: DeadWebhooks
  webhookTest: { target: string }
}

/** Which action each button runs. */
export const webhookVerbs = {
  webhookSendAgain: 'webhook.sendAgain',
  webhookDiscard: 'webhook.discard',
  webhookTest: 'webhook.test',
} as const satisfies Record<keyof WebhookInputs, string>
