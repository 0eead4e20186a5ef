import { readFileSync } from 'node:fs'
import { type Clock, hours, seconds, systemClock } from '../base/time.ts'
import { agesOf } from './ages.ts'
import { readAuditKeys } from './audit-keys.ts'
import { checkVariables } from './check-variables.ts'
import { type ChannelCloud, type Cloud, defaultLoginUrl, getCloud } from './clouds.ts'
import { type Credential, type ManagedIdentity, readCredential } from './credential.ts'
import { readLinkSecret } from './link-secret.ts'
import { readMetricsToken } from './metrics-token.ts'
import { personLimits } from './person-limits.ts'
import { ConfigError, type Problem } from './problem.ts'
import type { ReadFile } from './read-text-file.ts'
import { tokenAudiences } from './token-audiences.ts'
import { type Environment, readValues, type Values, type Variable } from './variables.ts'
import { readWebhookTargets, type WebhookTarget } from './webhook-targets.ts'

/** The packages that connect the bot to Teams: `botbuilder` with `@microsoft/teams-ai`, or `@microsoft/teams.apps`. */
export type TeamsSdkName = 'botbuilder' | 'teams.apps'

export interface Config {
  /** `off` only on loopback with an emulated directory: callers are not authenticated. */
  bot:
    | { auth: 'on'; clientId: string; credential: Credential | ManagedIdentity }
    | { auth: 'off'; clientId?: string }
  teamsSdk: TeamsSdkName
  /** The tenant whose people use the bot, and where the app registrations are. */
  homeTenantId: string
  reader: { clientId: string; credential: Credential }
  /** Absent: the link tokens are derived from the reader's credential. */
  linkSecret?: string
  /** Set ID → client ID of its enterprise application. */
  setClientIds: Readonly<Record<string, string>>
  requirements: 'registration' | 'catalog'
  /** Absent: the built-in catalog. */
  catalogFile?: string
  /** Object IDs of people, and of groups after `group:`; lower case. */
  roles: Readonly<Record<'viewer' | 'operator' | 'approver' | 'auditor', readonly string[]>>
  /** Person or group, as in `roles` → the only tenants in which its roles count. */
  scopes: Readonly<Record<string, readonly string[]>>
  /** Shown to people without a role: whom to ask for one. */
  contact?: string
  /** Empty: the access API is off. */
  api: { audience: readonly string[] }
  /** Empty: the MCP server is off. */
  mcp: { audience: readonly string[] }
  /** Absent: everybody who reaches `/metrics` can read it. */
  metricsToken?: string
  /** Origin at which browsers and Teams reach this process; no trailing slash. */
  publicUrl: string
  host: string
  port: number
  /** Hosts (or `*.` and a domain) that are accepted as the connector. */
  serviceHosts: readonly string[]
  loginBaseUrl: string
  graphBaseUrl: string
  channel: ChannelCloud
  /** What else differs between Microsoft's clouds. */
  cloud: Cloud
  /** Path of an SQLite file, or URL of a PostgreSQL database, which can contain a password. */
  database: string
  /** `bulkLimit`: the most tenants that an operator may sync at once without approval. */
  sync: { everyMs: number; parallel: number; bulkLimit: number }
  /** Time in which the acts of one person add up. */
  bulkWindowMs: number
  /** The longest time for which a finding can be accepted. */
  exceptionMaxMs: number
  /** Per person: open requests, and refused attempts in `bulkWindowMs`. */
  limits: { openRequests: number; refusedAttempts: number }
  consentLinkMs: number
  /** An alert that its owner hasn't acknowledged for this long goes to the deputy. */
  deputyAfterMs: number
  /** Days after which a campaign reminds by itself. Empty: never. */
  chaseDays: readonly number[]
  /** `keys`: the current key of the history first, then former ones. `anchorFile` and `anchorUrl`: where anchors go. */
  audit: { keys: readonly string[]; anchorFile?: string; anchorUrl?: string }
  /** Absent: the history is kept forever. */
  auditRetentionMs?: number
  /** Older events are removed. */
  eventRetentionMs: number
  /** An older read no longer counts as the current state. */
  maxAgeMs: number
  /** Apps of a tenant that wasn't read for this long lose access. Absent: three times `maxAgeMs`. */
  accessMaxAgeMs?: number
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Systems that are sent events. */
  webhooks: readonly WebhookTarget[]
}

/** Reads the environment and the credential files that it names. @throws ConfigError with every error */
export function readConfig(
  environment: Environment = process.env,
  readFile: ReadFile = (file) => readFileSync(file, 'utf8'),
  clock: Clock = systemClock,
): Config {
  const problems: Problem[] = []
  const wrong = new Set<Variable>()
  const report = (variable: Variable, text: string): void => {
    problems.push({ variable, text })
    wrong.add(variable)
  }
  const values = readValues(environment, report)
  checkVariables(values, new Set(wrong), report)
  const credentialOf = (prefix: 'BOT' | 'READER') =>
    wrong.has(`${prefix}_SECRET`) ? undefined : readCredential(prefix, values, { readFile, clock }, report)
  const bot = values.BOT_AUTH === 'off' ? undefined : credentialOf('BOT')
  // Only the bot can be a managed identity.
  const reader = credentialOf('READER') as Credential | undefined
  const linkSecret = readLinkSecret(values, reader, readFile, report)
  const auditKeys = readAuditKeys(values, readFile, report)
  const metricsToken = readMetricsToken(values, readFile, report)
  const webhooks = readWebhookTargets(values, readFile, report)
  if (problems.length > 0 || !reader) throw new ConfigError(problems)
  const credentials = { bot, reader, linkSecret, auditKeys, metricsToken }
  return deepFreeze({ ...assemble(values as Complete, credentials), webhooks })
}

/** After `checkVariables`. */
type Complete = Values &
  Required<Pick<Values, 'HOME_TENANT_ID' | 'READER_ID' | 'SET_CLIENT_IDS' | 'ROLE_APPROVERS' | 'PUBLIC_URL'>>

interface Credentials {
  bot: Credential | ManagedIdentity | undefined
  reader: Credential
  linkSecret: string | undefined
  auditKeys: readonly string[]
  metricsToken: string | undefined
}

function assemble(values: Complete, credentials: Credentials): Omit<Config, 'webhooks'> {
  const { bot, reader, linkSecret, auditKeys, metricsToken } = credentials
  const { BOT_ID: clientId, LOGIN_BASE_URL: loginBaseUrl = defaultLoginUrl } = values
  const cloud = getCloud(loginBaseUrl, values.GRAPH_BASE_URL)
  return {
    bot:
      bot && clientId
        ? { auth: 'on', clientId, credential: bot }
        : { auth: 'off', ...(clientId && { clientId }) },
    teamsSdk: values.TEAMS_SDK ?? 'botbuilder',
    homeTenantId: values.HOME_TENANT_ID,
    reader: { clientId: values.READER_ID, credential: reader },
    ...(linkSecret !== undefined && { linkSecret }),
    ...(metricsToken !== undefined && { metricsToken }),
    setClientIds: values.SET_CLIENT_IDS,
    requirements: values.REQUIREMENTS ?? 'registration',
    ...(values.CATALOG_FILE && { catalogFile: values.CATALOG_FILE }),
    roles: {
      viewer: values.ROLE_VIEWERS ?? [],
      operator: values.ROLE_OPERATORS ?? [],
      approver: values.ROLE_APPROVERS,
      auditor: values.ROLE_AUDITORS ?? [],
    },
    scopes: values.ROLE_SCOPES ?? {},
    ...(values.ROLE_CONTACT && { contact: values.ROLE_CONTACT }),
    ...tokenAudiences(values),
    publicUrl: values.PUBLIC_URL,
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT ?? 3978,
    serviceHosts: values.SERVICE_HOSTS ?? (bot ? cloud.connectorHosts : ['127.0.0.1', 'localhost']),
    loginBaseUrl,
    graphBaseUrl: values.GRAPH_BASE_URL ?? cloud.graphUrl,
    channel: {
      metadataUrl: values.CHANNEL_METADATA_URL ?? cloud.channel.metadataUrl,
      issuer: values.CHANNEL_ISSUER ?? cloud.channel.issuer,
    },
    cloud,
    database: values.DATABASE_URL ?? values.DATABASE_FILE ?? 'data/grantkeeper.sqlite',
    sync: syncOf(values),
    audit: auditOf(values, auditKeys),
    ...personLimits(values),
    ...agesOf(values),
    logLevel: values.LOG_LEVEL ?? 'info',
  }
}

function auditOf(
  { AUDIT_ANCHOR_FILE: anchorFile, AUDIT_ANCHOR_URL: anchorUrl }: Values,
  keys: readonly string[],
): Config['audit'] {
  return { keys, ...(anchorFile && { anchorFile }), ...(anchorUrl && { anchorUrl }) }
}

function syncOf(values: Values): Config['sync'] {
  const { SYNC_SECONDS, SYNC_HOURS = 6 } = values
  return {
    everyMs: SYNC_SECONDS === undefined ? hours(SYNC_HOURS) : seconds(SYNC_SECONDS),
    parallel: values.SYNC_PARALLEL ?? 16,
    bulkLimit: values.BULK_SYNC_LIMIT ?? 1_000,
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
