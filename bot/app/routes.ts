import { sql } from 'kysely'
import type { Server } from 'restify'
import { answerAccess } from '#domain/access/answer-access.ts'
import { appRoles } from '#domain/access/app-roles.ts'
import { downloadExport, getExport } from '#domain/audit/download-export.ts'
import { readOcsf } from '#domain/audit/read-ocsf.ts'
import { handleCallback } from '#domain/consent/handle-callback.ts'
import { openLink } from '#domain/consent/open-link.ts'
import { showLink } from '#domain/consent/show-link.ts'
import type { Deps } from '#domain/deps.ts'
import { readEvents } from '#domain/events/read-events.ts'
import { getPack, openPack } from '#domain/packs/open-pack.ts'
import { probeAnswer } from '#domain/preflight/probe-answer.ts'
import { addAccessApi } from '#edge/http/access-api.ts'
import { makeAppAuthenticator } from '#edge/http/authenticate-app.ts'
import { makeBotFrameworkAuthenticator } from '#edge/http/authenticate-bot-framework.ts'
import { makePersonAuthenticator } from '#edge/http/authenticate-person.ts'
import { addConsentPages } from '#edge/http/consent-pages.ts'
import { type DoorLog, makeDoorLog } from '#edge/http/door-log.ts'
import { addExportDownload } from '#edge/http/export-download.ts'
import type { Health } from '#edge/http/health.ts'
import { refuseForeignHosts } from '#edge/http/loopback-only.ts'
import { addMcp, mcpScope } from '#edge/http/mcp-door.ts'
import { addMessages } from '#edge/http/messages.ts'
import { addMetrics, type Metrics } from '#edge/http/metrics.ts'
import { ocsfWords } from '#edge/http/ocsf-words.ts'
import { addPackDownload } from '#edge/http/pack-download.ts'
import { addPreflightProbe } from '#edge/http/preflight-probe.ts'
import { makeTail } from '#edge/http/tail-api.ts'
import type { Teams } from '#edge/teams/make-teams.ts'
import type { Config } from '#platform/config/read-config.ts'

interface Routed {
  config: Config
  deps: Deps
  teams: Pick<Teams, 'handle' | 'mayAnswerTo'>
  metrics: Metrics
  isReady: () => boolean
}

/** Adds every route of the bot except the health checks. */
export function addRoutes(server: Server, { config, deps, teams, metrics, isReady }: Routed): void {
  const { log, clock, random } = deps
  const { publicUrl, loginBaseUrl, bot } = config
  if (bot.auth === 'off') refuseForeignHosts(server)
  const authenticator =
    bot.auth === 'off'
      ? 'off'
      : makeBotFrameworkAuthenticator({ clientId: bot.clientId, clock, ...config.channel })
  const onRefused = makeDoorLog({ log, clock })
  addMessages(server, {
    teams,
    authenticator,
    isOpen: isReady,
    onRefused: (refused, request) => {
      metrics.refused(refused)
      onRefused(request, { door: 'messages', ...refused })
    },
  })
  addConsentPages(server, {
    showLink: (token) => showLink(deps, token),
    openLink: (token) => openLink(deps, token),
    handleCallback: (reply) => handleCallback(deps, reply),
    clock,
    log,
    publicUrl,
    loginBaseUrl,
    newReference: () => Buffer.from(random(5)).toString('hex').toUpperCase(),
  })
  addPreflightProbe(server, (nonce) => probeAnswer(deps.rules.linkKey, nonce))
  addFiles(server, deps, onRefused)
  addApis(server, { config, deps, onRefused })
  if (config.mcp.audience.length > 0) addMcpServer(server, { config, deps, onRefused })
  addMetrics(server, metrics, { token: config.metricsToken, onRefused })
}

/** For apps with a token of the home tenant; each interface has an app role of its own. */
function addApis(
  server: Server,
  { config, deps, onRefused }: Pick<Routed, 'config' | 'deps'> & { onRefused: DoorLog },
): void {
  const { loginBaseUrl, homeTenantId, publicUrl, api } = config
  const appsWith = (role: string) =>
    makeAppAuthenticator({ loginBaseUrl, homeTenantId, clock: deps.clock, audience: api.audience, role })
  addAccessApi(server, {
    answer: (question) => answerAccess(deps, question),
    authenticate: appsWith(appRoles.access),
    onRefused,
    publicUrl,
  })
  server.get(
    '/api/v1/events',
    makeTail({
      door: 'events',
      read: (tail) => readEvents(deps, tail),
      authenticate: appsWith(appRoles.events),
      onRefused,
    }),
  )
  server.get(
    '/api/v1/history/ocsf',
    makeTail({
      door: 'history',
      read: (tail) => readOcsf(deps, tail, ocsfWords),
      authenticate: appsWith(appRoles.history),
      onRefused,
    }),
  )
}

/** Its code and the library are loaded at the first question only. */
function addMcpServer(
  server: Server,
  { config, deps, onRefused }: Pick<Routed, 'config' | 'deps'> & { onRefused: DoorLog },
): void {
  const { loginBaseUrl, homeTenantId, publicUrl } = config
  const { audience } = config.mcp
  const { clock } = deps
  const options = { deps, contacts: config.contact ? [config.contact] : [] }
  addMcp(server, {
    answer: async (person, message) => {
      const { answerMcp } = await import('#edge/mcp/answer-mcp.ts')
      return answerMcp(options, person, message)
    },
    authenticate: makePersonAuthenticator({ loginBaseUrl, homeTenantId, clock, audience, scope: mcpScope }),
    publicUrl,
    issuer: `${loginBaseUrl}/${homeTenantId}/v2.0`,
    audience,
    clock,
    onRefused,
  })
}

/** Links to files, each for one person. */
function addFiles(server: Server, deps: Deps, onRefused: DoorLog): void {
  addExportDownload(server, {
    getExport: (token) => getExport(deps, token),
    downloadExport: (token) => downloadExport(deps, token, ocsfWords),
    onRefused,
    log: deps.log,
  })
  addPackDownload(server, {
    getPack: (token) => getPack(deps, token),
    openPack: (token) => openPack(deps, token),
    onRefused,
  })
}

interface Watched {
  deps: Pick<Deps, 'database'>
  isReady: () => boolean
  /** True while the channel refuses the bot's messages. */
  isRefused: () => boolean
}

export const healthOf = ({ deps, isReady, isRefused }: Watched): Health => ({
  checks: checksOf(deps, isReady),
  notes: notesOf(isRefused),
})

/** Microsoft is not checked: during an outage, clicks are still answered from the stored state. */
function checksOf({ database }: Pick<Deps, 'database'>, isReady: () => boolean) {
  return {
    started: async () => {
      if (!isReady()) throw new Error('starting or stopping')
    },
    database: () => sql`select 1`.execute(database.db),
  }
}

function notesOf(isRefused: () => boolean) {
  return {
    channel: async () => {
      if (isRefused()) throw new Error('the channel refuses the bot')
    },
  }
}
