import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }
import { append } from '../audit/audit-store.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { actions, commands } from '../handlers/index.ts'
import { guid, setId } from '../handlers/input.ts'
import type { Metrics } from '../http/metrics.ts'
import type { BotIdentity } from '../teams/adapter.ts'
import { makeTeams, type Teams } from '../teams/make-teams.ts'
import type { Refusal } from '../teams/run-action.ts'
import type { About } from '../views/deps.ts'
import { makeDrawnCards } from '../views/drawn-cards.ts'
import { showWelcome } from '../views/welcome-view.ts'

/** The channel with every command and button of the bot. */
export function makeChannel(config: Config, deps: Deps, metrics: Metrics): Teams {
  const { database, log, clock, random, people } = deps
  const about = aboutOf(config)
  const drawn = makeDrawnCards()
  const { homeTenantId, serviceHosts } = config
  return makeTeams({
    config: { bot: identityOf(config), homeTenantId, serviceHosts },
    actions,
    commands,
    deps: (chat) => ({ ...deps, chat, about, drawn }),
    database,
    people,
    log,
    clock,
    random,
    welcome: ({ kind, addedBy }) => {
      return showWelcome(deps, { inChannel: kind !== 'personal', ...(addedBy && { addedBy }) })
    },
    ask: about.contacts,
    auditRefusal: (refusal) => auditRefusal(deps, refusal),
    onTurn: metrics.turnEnded,
  })
}

function identityOf({ bot, homeTenantId }: Config): BotIdentity {
  return bot.auth === 'off' ? { auth: 'off' } : { ...bot, tenantId: homeTenantId }
}

function aboutOf(config: Config): About {
  const { viewer, operator, approver, auditor } = config.roles
  return {
    version: packageJson.version,
    demo: config.bot.auth === 'off',
    catalogSource: config.catalogFile ?? 'built in',
    roleCounts: {
      viewer: viewer.length,
      operator: operator.length,
      approver: approver.length,
      auditor: auditor.length,
    },
    contacts: config.contact ? [config.contact] : [],
  }
}

/** What was asked for, as far as it has the shape of an id: the rest of an input may be anything. */
const about = z.object({
  tenantId: guid.optional().catch(undefined),
  setId: setId.optional().catch(undefined),
})

async function auditRefusal(
  { database, clock }: Deps,
  { person, verb, code, input }: Refusal,
): Promise<void> {
  const { tenantId, setId } = about.safeParse(input ?? {}).data ?? {}
  const entry = { at: clock(), actor: person, action: verb, result: 'refused' as const, reason: code }
  await database.transaction((tx) => append(tx, { ...entry, tenantId, setId }))
}
