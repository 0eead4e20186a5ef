import { z } from 'zod'
import { severities } from '#domain/alerts/alert.ts'
import { subscribe } from '#domain/alerts/subscribe.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { UserError } from '#platform/base/errors.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { showAlertsHere } from '../views/alerts-here-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, nameSet, readNamedTenant, setId } from './input.ts'

/** Subscribes this conversation to alerts. */
export const alertsSubscribe = defineHandler({
  verb: 'alerts.subscribe',
  role: 'viewer',
  input: z.object({
    tenantId: guid.optional(),
    setId: setId.optional(),
    severity: z.enum(severities).default('warning'),
  }),

  async handle({ actor, input, turn, deps }) {
    const who = { address: placeKeyOf(turn, actor), kind: turn.conversationKind, by: actor }
    const scope = scopeOf(actor, 'viewer')
    // A person whose role is limited to some tenants gets a subscription for each of them, never one for all.
    const limited = input.tenantId === undefined && scope !== 'all'
    const orders = limited ? scope.map((tenantId) => ({ ...input, tenantId })) : [input]
    for (const order of orders) await subscribe(deps, who, order)
    return toEveryone(await showAlertsHere(deps, { actor, turn }, 'on'))
  },
})

const usage = 'alerts on [in <tenant>] [for <set>] [from <severity>]'
const filters = /(?:^|\s)(in|for|from)\s+("[^"]*"|.+?)(?=\s+(?:in|for|from)\s|$)/gi

export const alertsOnCommand = defineWord({
  word: 'alerts on',
  usage,
  examples: ['alerts on', 'alerts on in Contoso from critical'],
  read: async (args, deps, actor) => {
    const found = [...args.matchAll(filters)]
    const rest = found.reduce((left, [all]) => left.replace(all, ''), args).trim()
    const given = new Map(found.map(([_all, word = '', text = '']) => [word.toLowerCase(), text]))
    if (rest !== '' || given.size < found.length) throw new UserError('COMMAND_INCOMPLETE', { usage })
    const [tenant, set, from] = [given.get('in'), given.get('for'), given.get('from')]
    const severity = severities.find((each) => each === from?.toLowerCase())
    if (from && !severity) throw new UserError('COMMAND_INCOMPLETE', { usage })
    return {
      ...(tenant && { tenantId: (await readNamedTenant(deps, tenant, usage, actor)).id }),
      ...(set && { setId: nameSet(deps, set).id }),
      ...(severity && { severity }),
    }
  },
  action: alertsSubscribe,
})
