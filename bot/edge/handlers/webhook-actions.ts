import { z } from 'zod'
import { discardWebhooks, resendWebhooks } from '#domain/webhooks/resolve-dead-webhooks.ts'
import { sendTestEvent } from '#domain/webhooks/send-test-event.ts'
import type { Action } from '../teams/actions/action.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { answerWithSettings } from './answer-with-settings.ts'
import { defineHandler } from './define.ts'

const targetRef = z.object({ target: z.string().min(1).max(40) })
const deadLettersRef = targetRef.extend({
  count: z.number().int().positive(),
  upTo: z.number().int().positive(),
})

/** Sends again what a target didn't accept in three days. */
export const webhookSendAgain = defineHandler({
  verb: 'webhook.sendAgain',
  role: 'approver',
  readsRolesNow: true,
  reach: 'everything',
  input: deadLettersRef,

  async handle({ actor, input: shown, deps }) {
    const done = await resendWebhooks(deps, { shown, by: actor })
    return answerWithSettings(deps, actor, done && 'WEBHOOKS_SENT_AGAIN')
  },
})

/** Gives up what a target didn't accept. */
export const webhookDiscard = defineHandler({
  verb: 'webhook.discard',
  role: 'approver',
  readsRolesNow: true,
  reach: 'everything',
  input: deadLettersRef,

  async handle({ actor, input: shown, deps }) {
    const done = await discardWebhooks(deps, { shown, by: actor })
    return answerWithSettings(deps, actor, done && 'WEBHOOKS_DISCARDED')
  },
})

/** Sends a test event to one target. */
export const webhookTest = defineHandler({
  verb: 'webhook.test',
  role: 'approver',
  readsRolesNow: true,
  reach: 'everything',
  input: targetRef,

  async handle({ actor, input: { target }, deps }) {
    const done = await sendTestEvent(deps, { target, by: actor })
    return answerWithSettings(deps, actor, done && 'WEBHOOK_TEST_SENT')
  },
})

/** The buttons of webhooks, in the settings. */
export const webhookActions: readonly Action<HandlerDeps>[] = [webhookSendAgain, webhookDiscard, webhookTest]
