import { z } from 'zod'
import { severities } from '#domain/alerts/alert.ts'
import { subscribe } from '#domain/alerts/subscribe.ts'
import { placeKeyOf } from '#domain/alerts/subscription.ts'
import { UserError } from '#platform/base/errors.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { showAlertsHere } from '../views/alerts-here-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, nameSet, readNamedTenant, setId } from './input.ts'
import type { Part } from './split-names.ts'

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
  }),

  async handle({ actor, input, turn, deps }) {
    const who = { address: placeKeyOf(turn, actor), kind: turn.conversationKind, by: actor }
    await subscribe(deps, who, input)
    return toEveryone(await showAlertsHere(deps, { actor, turn }, 'on'))
  },
})

const usage = 'alerts on [in <tenant>] [for <set>] [from <severity>]'

export const alertsOnCommand = defineWord({
  word: 'alerts on',
  usage,
  examples: ['alerts on', 'alerts on in Contoso from critical'],
  read: async (args, deps, actor) => {
    const given = readFilters(args)
    if (!given) throw new UserError('COMMAND_INCOMPLETE', { usage })
    const [tenant, set, from] = [given.get('in'), given.get('for'), given.get('from')]
    const severity = severities.find((each) => each === from?.text.toLowerCase())
    if (from && !severity) throw new UserError('COMMAND_INCOMPLETE', { usage })
    return {
      ...(tenant && { tenantId: (await readNamedTenant(deps, tenant, usage, actor)).id }),
      ...(set && { setId: nameSet(deps, set).id }),
      ...(severity && { severity }),
    }
  },
  action: alertsSubscribe,
})

const filterWords = ['in', 'for', 'from']

/** The text after each word that begins a filter; undefined for a word without text, twice, or before the first one. Linear. */
function readFilters(args: string): Map<string, Part> | undefined {
  const given = new Map<string, Part>()
  let word: string | undefined
  for (const { 0: text, index: at } of args.matchAll(/"[^"]*"|\S+/g)) {
    const begins = filterWords.find((each) => each === text.toLowerCase())
    const before = word === undefined ? undefined : given.get(word)
    if (begins !== undefined) {
      if (given.has(begins) || (word !== undefined && !before?.text)) return undefined
      given.set(begins, { text: '', at })
      word = begins
    } else if (word === undefined || !before) return undefined
    else if (before.text === '') given.set(word, { text, at })
    else given.set(word, { ...before, text: args.slice(before.at, at + text.length) })
  }
  return [...given.values()].every(({ text }) => text !== '') ? given : undefined
}
