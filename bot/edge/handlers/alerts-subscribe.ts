import { z } from 'zod'
import { severities } from '#domain/alerts/alert.ts'
import { subscribe } from '#domain/alerts/subscribe.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { showAlertsHere } from '../views/alerts-here-view.ts'
import { assertMine, mine } from './alerts-mine.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, setId } from './input.ts'

/** Subscribes this conversation to alerts. */
export const alertsSubscribe = defineHandler({
  verb: 'alerts.subscribe',
  role: 'viewer',
  readsRolesNow: true,
  reach: namedOr('ownTenants', 'tenantId'),
  input: z.object({
    tenantId: guid.optional(),
    setId: setId.optional(),
    severity: z.enum(severities).default('warning'),
    mine,
  }),

  async handle({ actor, input: { mine, ...input }, turn, deps }) {
    assertMine(turn, mine, 'alerts on')
    const who = { address: placeKeyOf(turn, actor), kind: turn.conversationKind, by: actor }
    await subscribe(deps, who, input)
    return toEveryone(await showAlertsHere(deps, { actor, turn }, 'on'))
  },
})

export const alertsOnCommand = defineWord({
  word: 'alerts on',
  said: [
    'alert on',
    'turn on alerts',
    'turn alerts on',
    'switch on alerts',
    'switch alerts on',
    'enable alerts',
    'start alerts',
    'subscribe to alerts',
    'subscribe',
    'post alerts here',
    'turn alerts back on',
    'turn the alerts on',
    'notify me',
    'alert me',
  ],
  usage: 'alerts on [in <tenant>] [for <set>] [from <severity>]',
  examples: ['alerts on', 'alerts on in Contoso from critical'],
  form: {
    tenants: 'optional',
    set: 'optional',
    severity: 'optional',
    choices: { here: 'here', me: 'me', everything: 'all', all: 'all', 'all tenants': 'all' },
  },
  actsAtOnce: true,
  input: ({ tenants: [tenant], set, severity, choice }) => ({
    mine: choice === 'me',
    ...(tenant && { tenantId: tenant.id }),
    ...(set && { setId: set.id }),
    ...(severity && { severity }),
  }),
  action: alertsSubscribe,
})
