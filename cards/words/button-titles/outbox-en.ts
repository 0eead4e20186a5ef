import type { OutboxInputs } from '../../button-tables/outbox.ts'

/** Titles of the buttons of messages that could not be delivered. */
export const outboxButtonsEn = {
  sendAgain: 'Send again',
  discardMessage: 'Discard',
} as const satisfies Record<keyof OutboxInputs, string>
