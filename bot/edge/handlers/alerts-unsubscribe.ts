import { z } from 'zod'
import { unsubscribe } from '#domain/alerts/subscribe.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { showAlertsHere } from '../views/alerts-here-view.ts'
import { assertSubscribed } from '../views/subscribed-view.ts'
import { assertMine, mine } from './alerts-mine.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, setId } from './input.ts'

/** Ends one alert subscription of this conversation, or all. */
export const alertsUnsubscribe = defineHandler({
  verb: 'alerts.unsubscribe',
  role: 'viewer',
  readsRolesNow: true,
  reach: namedOr('conversation', 'tenantId'),
  input: z.object({
    all: z.boolean().default(false),
    tenantId: guid.optional(),
    setId: setId.optional(),
    mine,
  }),

  async handle({ actor, input: { all, mine, ...only }, turn, deps }) {
    assertMine(turn, mine, 'alerts off')
    const who = { address: placeKeyOf(turn, actor), kind: turn.conversationKind, by: actor }
    // An input that names one subscription never ends the others.
    const everything = all && only.tenantId === undefined && only.setId === undefined
    if (turn.trigger === 'command' && !everything) await assertSubscribed(deps, { actor, turn }, only)
    await unsubscribe(deps, who, everything ? undefined : only)
    return toEveryone(await showAlertsHere(deps, { actor, turn }, everything ? 'off' : undefined))
  },
})

export const alertsOffCommand = defineWord({
  word: 'alerts off',
  said: [
    'alert off',
    'turn off alerts',
    'turn alerts off',
    'switch off alerts',
    'switch alerts off',
    'disable alerts',
    'stop alerts',
    'stop posting alerts',
    'stop the alerts',
    'mute alerts',
    'unsubscribe from alerts',
    'unsubscribe',
    'turn the alerts off',
  ],
  almost: ['stop spamming me about', 'stop spamming', 'no more alerts for', 'no more alerts'],
  usage: 'alerts off [in <tenant>] [for <set>]',
  examples: ['alerts off', 'alerts off in Contoso'],
  form: { tenants: 'optional', set: 'optional', choices: { here: 'here', me: 'me' } },
  actsAtOnce: true,
  input: ({ tenants: [tenant], set, choice }) => ({
    mine: choice === 'me',
    all: true,
    ...(tenant && { tenantId: tenant.id }),
    ...(set && { setId: set.id }),
  }),
  action: alertsUnsubscribe,
})
