import { z } from 'zod'
import { unsubscribe } from '#domain/alerts/subscribe.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { showAlertsHere } from '../views/alerts-here-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, setId } from './input.ts'

/** Ends one alert subscription of this conversation, or all. */
export const alertsUnsubscribe = defineHandler({
  verb: 'alerts.unsubscribe',
  role: 'viewer',
  input: z.object({ all: z.boolean().default(false), tenantId: guid.optional(), setId: setId.optional() }),

  async handle({ actor, input: { all, ...only }, turn, deps }) {
    const who = { address: placeKeyOf(turn, actor), kind: turn.conversationKind, by: actor }
    await unsubscribe(deps, who, all ? undefined : only)
    return toEveryone(await showAlertsHere(deps, { actor, turn }, all ? 'off' : undefined))
  },
})

export const alertsOffCommand = defineWord({
  word: 'alerts off',
  read: async () => ({ all: true }),
  action: alertsUnsubscribe,
})
