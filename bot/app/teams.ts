import { assertMayTry, noteRefusal } from '#domain/audit/note-refusal.ts'
import type { Deps } from '#domain/deps.ts'
import type { PreflightReport } from '#domain/preflight/run-checks.ts'
import { botRemoved, channelDeleted } from '#domain/reactions/place-gone.ts'
import { commands } from '#edge/handlers/commands.ts'
import { actions } from '#edge/handlers/index.ts'
import type { Metrics } from '#edge/http/metrics.ts'
import type { BotIdentity, OpenTeamsSdk } from '#edge/teams/channel/teams-sdk.ts'
import type { ConversationReopened } from '#edge/teams/conversations/conversations.ts'
import { makeTeams, type Teams } from '#edge/teams/make-teams.ts'
import type { RefusedAction } from '#edge/teams/turns/action-run.ts'
import type { Readers } from '#edge/teams/turns/readers.ts'
import { makeCardCache } from '#edge/views/card-cache.ts'
import { concernedTenants } from '#edge/views/concerned-tenants.ts'
import { findWayOn } from '#edge/views/find-way-on.ts'
import type { BotInfo } from '#edge/views/handler-deps.ts'
import { makeFollowedCards } from '#edge/views/make-followed-cards.ts'
import { readSubject } from '#edge/views/refused-subject.ts'
import { showWelcome } from '#edge/views/welcome-view.ts'
import type { Config } from '#platform/config/read-config.ts'
import { type ChannelToken, makeChannelToken } from '#platform/microsoft/channel-token.ts'
import { addressKey, orderingKeyOf } from '#platform/outbox/address.ts'
import { requeue } from '#platform/outbox/dead-letters-store.ts'
import type { SendLimits } from '#platform/outbox/send-limits.ts'
import { actOnce } from '#platform/storage/act-once.ts'
import { markByCatalog } from '../../cards/mark-source.ts'
import packageJson from '../../package.json' with { type: 'json' }
import type { Parts } from './domain.ts'
import { makePreflight } from './make-preflight.ts'
import { currentCredential } from './rules.ts'

interface Opening extends Pick<Parts, 'patience'> {
  openSdk: OpenTeamsSdk
  sendLimits: SendLimits
  readers: Readers
}

/** Teams with every command and button of the bot. Call `close` when the last message has been sent. */
export function openTeams(
  config: Config,
  deps: Deps,
  metrics: Metrics,
  { openSdk, sendLimits, readers, patience }: Opening,
): Teams & { close(): Promise<void> } {
  const { database, log, clock, random, people } = deps
  const about = aboutOf(config)
  const { homeTenantId, serviceHosts, publicUrl } = config
  const { targetedMessages } = config.cloud
  const timeout = patience && { timeoutMs: patience.channelMs }
  const token = makeToken(config, deps, metrics)
  const own = { ...deps, about, preflight: makePreflight(() => runPreflight(config, deps)) }
  const teams = makeTeams({
    openSdk,
    config: {
      bot: identityOf(config, token),
      homeTenantId,
      serviceHosts,
      publicUrl,
      targetedMessages,
      ...timeout,
    },
    actions,
    commands,
    deps: (chat) => ({ ...own, chat, cardCache: makeCardCache(), tables: { actions, commands } }),
    once: (all, act) => ({ ...all, database: actOnce(all.database, act) }),
    database,
    people,
    log,
    clock,
    random,
    welcome: (where) => showWelcome(own, where),
    ask: about.contacts,
    concernOf: (reach, call) => concernedTenants(deps, reach, call),
    followedCards: makeFollowedCards(deps),
    findWayOn,
    auditRefusal: (refusal) => auditRefusal(deps, refusal),
    assertMayTry: (person) => assertMayTry(deps, person),
    readers,
    onTurn: metrics.turnEnded,
    finish: config.requirements === 'catalog' ? markByCatalog : undefined,
    onSpoken: ({ conversationId, tenantId }) =>
      sendLimits.count({ conversation: orderingKeyOf(conversationId), tenantId }, clock()),
    onGone: (id, why) => (why === 'deleted' ? channelDeleted(deps, id) : botRemoved(deps, id)),
    onReopened: (conversation) => requeueMessages(deps, conversation),
  })
  return { ...teams, close: async () => token?.close() }
}

/** Its checks are loaded when somebody asks for them: in most processes nobody does. */
async function runPreflight(config: Config, deps: Deps): Promise<PreflightReport> {
  const { tryConfiguration } = await import('./try-configuration.ts')
  return tryConfiguration(config, deps)
}

function identityOf({ bot, homeTenantId }: Config, token: ChannelToken | undefined): BotIdentity {
  if (bot.auth === 'off' || !token) return { auth: 'off' }
  const { clientId } = bot
  return { auth: 'on', clientId, tenantId: homeTenantId, getToken: token.get, forgetToken: token.forget }
}

/** Without authentication the bot has no token either. */
function makeToken(config: Config, { clock, log }: Deps, metrics: Metrics): ChannelToken | undefined {
  const { bot, loginBaseUrl, homeTenantId: tenantId, channel } = config
  if (bot.auth === 'off') return undefined
  const { clientId, credential } = bot
  return makeChannelToken({
    loginBaseUrl,
    tenantId,
    clientId,
    resource: channel.issuer,
    clock,
    onRequest: metrics.requestEnded,
    ...('managedIdentity' in credential
      ? {}
      : { proof: currentCredential('bot', credential, { clock, log }) }),
  })
}

/** Requeues the messages that waited for a conversation, also those addressed to the person whose chat it is. */
async function requeueMessages(
  { database, clock }: Deps,
  { id, person }: Parameters<ConversationReopened>[0],
): Promise<void> {
  const keys = [id, ...(person ? [addressKey({ person })] : [])]
  await database.transaction((tx) => requeue(tx, keys, clock()))
}

function aboutOf(config: Config): BotInfo {
  return {
    version: packageJson.version,
    demo: config.bot.auth === 'off',
    catalogSource: config.catalogFile ?? 'the built-in file',
    contacts: config.contact ? [config.contact] : [],
    webhooks: config.webhooks.map(({ name, url }) => ({ name, host: new URL(url).host })),
  }
}

async function auditRefusal(deps: Deps, { person, verb: action, code, input }: RefusedAction): Promise<void> {
  const { tenantIds, setId } = readSubject(input)
  const [tenantId, ...others] = tenantIds
  await noteRefusal(deps, { person, action, code, setId, ...(others.length === 0 && { tenantId }) })
}
