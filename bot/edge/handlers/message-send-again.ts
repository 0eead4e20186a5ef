import { resendDeadLetter } from '#domain/audit/resolve-dead-letter.ts'
import { answerWithSettings } from './answer-with-settings.ts'
import { defineHandler } from './define.ts'
import { letterRef } from './input.ts'

/** Sends a card again that could not be delivered. */
export const messageSendAgain = defineHandler({
  verb: 'message.sendAgain',
  role: 'approver',
  readsRolesNow: true,
  reach: 'everything',
  input: letterRef,

  async handle({ actor, input: { letterId, v }, deps }) {
    const done = await resendDeadLetter(deps, { id: letterId, version: v, by: actor })
    return answerWithSettings(deps, actor, done && 'MESSAGE_SENT_AGAIN')
  },
})
