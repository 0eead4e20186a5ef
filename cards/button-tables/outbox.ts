/** A message that could not be delivered, as it was seen. */
interface Letter {
  letterId: number
  v: number
}

export interface OutboxInputs {
  sendAgain: Letter
  discardMessage: Letter
}

export const outboxVerbs = {
  sendAgain: 'message.sendAgain',
  discardMessage: 'message.discard',
} as const satisfies Record<keyof OutboxInputs, string>
