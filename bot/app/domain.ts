import { hkdfSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { makeKeyring } from '#domain/audit/keyring.ts'
import { openHistory } from '#domain/audit/open-history.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { Deps, OwnApp, Rules } from '#domain/deps.ts'
import type { Directory } from '#domain/directory/directory.ts'
import { makeDirectory } from '#domain/directory/make-directory.ts'
import { makePeople } from '#domain/people/make-people.ts'
import { makeReactions } from '#domain/reactions/make-reactions.ts'
import { type LinePlaces, makeLinePlaces } from '#platform/base/line-places.ts'
import { type Log, makeLog, silentLog } from '#platform/base/log.ts'
import { postJson } from '#platform/base/post-json.ts'
import { type Clock, hours, minutes, systemClock } from '#platform/base/time.ts'
import { checkSetClientIds } from '#platform/config/check-set-client-ids.ts'
import type { Credential } from '#platform/config/credential.ts'
import type { Config } from '#platform/config/read-config.ts'
import { reloadCredential } from '#platform/config/reload-credential.ts'
import { makeLeasedJobs } from '#platform/jobs/leased.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import type { Sleep } from '#platform/microsoft/deadline.ts'
import type { RequestEvent } from '#platform/microsoft/http-client.ts'
import type { ThrottleEvents } from '#platform/microsoft/throttled-reads.ts'
import type { SendLimits } from '#platform/outbox/send-limits.ts'
import type { Database } from '#platform/storage/database.ts'
import { rememberLookups } from '#platform/storage/keyv.ts'
import { lineFile } from '#platform/storage/line-file.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import packageJson from '../../package.json' with { type: 'json' }

/** Replacements that tests and tools may pass for the real parts. */
export interface Parts {
  clock?: Clock
  /** Cryptographic random bytes. */
  random?: (bytes: number) => Uint8Array
  log?: Log
  /** Send limits of the channel; tests widen them, because no time passes there while many cards change. */
  sendLimits?: SendLimits
  /** Timeouts for other services; fault tests shorten them. */
  patience?: { readMs: number; channelMs: number; sleep: Sleep }
  /** Called between the steps of transactions, jobs and requests; crash tests kill the process here. */
  step?: (name: string) => void
}

/** The domain with the resources that must be closed. */
export interface Domain extends Deps {
  database: Database
  directory: Directory & { close(): Promise<void> }
}

interface Wiring extends ThrottleEvents {
  onRequest: (event: RequestEvent) => void
}

/** Opens the resources of the domain. @throws ConfigError, CatalogError, or the errors of `openDatabase` */
export async function openDomain(
  config: Config,
  parts: Parts,
  { onRequest, ...events }: Wiring,
): Promise<Domain> {
  const { clock = systemClock, random = randomBytes, step } = parts
  const log = parts.log ?? makeLog({ level: config.logLevel, clock })
  const catalog = await loadCatalog(config.catalogFile)
  checkSetClientIds(
    config.setClientIds,
    catalog.sets.map((set) => set.id),
    {
      former: Object.fromEntries(catalog.sets.map((set) => [set.id, set.formerClientIds ?? []])),
      own: [config.reader.clientId, ...(config.bot.clientId ? [config.bot.clientId] : [])],
    },
  )
  const database = await openDatabase(config.database, {
    ...(step && { step }),
    onExposed: (file) => log.warn({ file }, 'other users of this machine can read a file of the database'),
  })
  await openHistory({ database, clock, log }, makeKeyring(config.audit.keys))
  const makeJobs = database.isShared ? makeLeasedJobs : makeLocalJobs
  const jobs = makeJobs({ database, clock, log, ...(step && { step }) })
  const { loginBaseUrl, graphBaseUrl, homeTenantId } = config
  const reader = {
    clientId: config.reader.clientId,
    current: currentCredential('reader', config.reader.credential, { clock, log }),
  }
  const microsoftDirectory = makeDirectory({
    loginBaseUrl,
    graphBaseUrl,
    homeTenantId,
    reader,
    clock,
    onRequest,
    parallel: config.sync.parallel,
    ...events,
    ...(step && { step }),
    ...(parts.patience && { timeoutMs: parts.patience.readMs, sleep: parts.patience.sleep }),
  })
  // A domain stays with its tenant; people add several tenants and come back to a mistyped one.
  const remembered = { keepMs: minutes(10), limit: 1_000 }
  const resolveTenant = rememberLookups(microsoftDirectory.resolveTenant, remembered)
  const directory = { ...microsoftDirectory, resolveTenant }
  const { setClientIds: clientIds, roles: table, scopes } = config
  const people = makePeople({ table, scopes, homeTenantId, clock, directory, log })
  const rules = rulesOf(config)
  const react = makeReactions({ clock, rules, jobs, catalog, clientIds })
  const anchors = anchorsOf(config)
  return { database, clock, random, jobs, directory, people, catalog, clientIds, rules, react, anchors, log }
}

function anchorsOf({ audit: { anchorFile, anchorUrl } }: Config): LinePlaces {
  return makeLinePlaces({
    ...(anchorFile && { file: lineFile(anchorFile) }),
    ...(anchorUrl && { url: { post: (line) => postJson(anchorUrl, line) } }),
  })
}

/** Rereads a credential file for each token; a problem with the file is logged once. */
export function currentCredential(
  app: 'bot' | 'reader',
  credential: Credential,
  { clock, log }: { clock: Clock; log: Log },
): () => Credential {
  return reloadCredential(credential, {
    clock,
    readFile: (file) => readFileSync(file, 'utf8'),
    onBroken: (problem) => log.warn({ app, ...problem }, 'a credential file is not used'),
  })
}

/** Limits and intervals: fixed ones, and those from the configuration. */
export function rulesOf(config: Config): Rules {
  return {
    linkMs: config.consentLinkMs,
    returnMs: hours(1),
    maxAgeMs: config.maxAgeMs,
    ...(config.accessMaxAgeMs !== undefined && { accessMaxAgeMs: config.accessMaxAgeMs }),
    syncEveryMs: config.sync.everyMs,
    requirementsEveryMs: Math.min(minutes(15), config.sync.everyMs),
    undoMs: minutes(10),
    spreadMs: minutes(30),
    bulkSyncLimit: config.sync.bulkLimit,
    bulkWindowMs: config.bulkWindowMs,
    deputyAfterMs: config.deputyAfterMs,
    chaseDays: config.chaseDays,
    exceptionMaxMs: config.exceptionMaxMs,
    openRequestsLimit: config.limits.openRequests,
    refusedAttemptsLimit: config.limits.refusedAttempts,
    ...(config.auditRetentionMs !== undefined && { auditRetentionMs: config.auditRetentionMs }),
    eventRetentionMs: config.eventRetentionMs,
    program: packageJson.version,
    requirementsFrom: config.requirements,
    publicUrl: config.publicUrl,
    loginBaseUrl: config.loginBaseUrl,
    cloud: config.cloud,
    readerClientId: config.reader.clientId,
    ownApps: ownAppsOf(config),
    linkKey: linkKeyOf(config),
  }
}

/** Derived from the configured secret, or else from the reader's credential, whose change then invalidates all open links. */
function linkKeyOf({ reader, homeTenantId, linkSecret }: Config): Uint8Array {
  const secret = linkSecret ?? secretOf(reader.credential)
  return new Uint8Array(hkdfSync('sha256', secret, homeTenantId, 'grantkeeper consent links', 32))
}

/** Rereads certificate files, which can be replaced while the process runs. Problems with a file are logged elsewhere. */
function ownAppsOf({ bot, reader }: Config): OwnApp[] {
  const endOf = (id: OwnApp['id'], credential: Credential) => {
    const current = currentCredential(id, credential, { clock: systemClock, log: silentLog })
    return () => {
      const now = current()
      return 'certificate' in now ? now.certificate.endsAt : undefined
    }
  }
  const unknown = () => undefined
  const ofBot = bot.auth === 'on' && !('managedIdentity' in bot.credential) && bot.credential
  const { clientId } = bot
  return [
    ...(clientId
      ? [{ id: 'bot' as const, clientId, certificateEndsAt: ofBot ? endOf('bot', ofBot) : unknown }]
      : []),
    { id: 'reader', clientId: reader.clientId, certificateEndsAt: endOf('reader', reader.credential) },
  ]
}

function secretOf(credential: Credential): string {
  if ('secret' in credential) return credential.secret
  return 'assertion' in credential ? credential.assertion : credential.certificate.privateKey
}
