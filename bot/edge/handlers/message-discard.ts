import { discardDeadLetter } from '#domain/audit/resolve-dead-letter.ts'
import { answerWithSettings } from './answer-with-settings.ts'
import { defineHandler } from './define.ts'
import { letterRef } from './input.ts'

/** Discards a card that could not be delivered. */
export const messageDiscard = defineHandler({
  verb: 'message.discard',
  role: 'approver',
  readsRolesNow: true,
  reach: 'everything',
  input: letterRef,

  async handle({ actor, input: { letterId, v }, deps }) {
    const done = await discardDeadLetter(deps, { id: letterId, version: v, by: actor })
    return answerWithSettings(deps, actor, done && 'MESSAGE_DISCARDED')
  },
})
