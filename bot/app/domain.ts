import { randomBytes } from 'node:crypto'
import { makeKeyring } from '#domain/audit/keyring.ts'
import { openHistory } from '#domain/audit/open-history.ts'
import type { Deps } from '#domain/deps.ts'
import type { Directory } from '#domain/directory/directory.ts'
import { makeDirectory } from '#domain/directory/make-directory.ts'
import { makePeople } from '#domain/people/make-people.ts'
import { queueNames } from '#domain/queues.ts'
import { makeReactions } from '#domain/reactions/make-reactions.ts'
import { type LinePlaces, makeLinePlaces } from '#platform/base/line-places.ts'
import { type Log, makeLog } from '#platform/base/log.ts'
import { postJson } from '#platform/base/post-json.ts'
import { type Clock, minutes, systemClock } from '#platform/base/time.ts'
import type { Config } from '#platform/config/read-config.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import type { JobRunOptions } from '#platform/jobs/run-job.ts'
import type { Sleep } from '#platform/microsoft/deadline.ts'
import type { RequestEvent } from '#platform/microsoft/http-client.ts'
import type { ThrottleEvents } from '#platform/microsoft/throttled-reads.ts'
import type { SendLimits } from '#platform/outbox/send-limits.ts'
import type { Database } from '#platform/storage/database.ts'
import { rememberLookups } from '#platform/storage/keyv.ts'
import { lineFile } from '#platform/storage/line-file.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import type { Lookup } from '#platform/webhooks/webhook-client.ts'
import { loadFittingCatalog } from './fitting-catalog.ts'
import { currentCredential, rulesOf } from './rules.ts'

/** Replacements that tests and tools may pass for the real parts. */
export interface Parts {
  clock?: Clock
  /** Cryptographic random bytes. */
  random?: (bytes: number) => Uint8Array
  log?: Log
  /** Send limits of the channel; tests widen them, because no time passes there while many cards change. */
  sendLimits?: SendLimits
  /** Timeouts for other services; fault tests shorten them. */
  patience?: { readMs: number; channelMs: number; sleep: Sleep; webhookMs?: number }
  /** How host names of webhook targets become addresses. */
  lookup?: Lookup
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
  const catalog = await loadFittingCatalog(config)
  const database = await openDatabase(config.database, {
    ...(step && { step }),
    onExposed: (file) => log.warn({ file }, 'other users of this machine can read a file of the database'),
  })
  await openHistory({ database, clock, log }, makeKeyring(config.audit.keys))
  const own = { database, clock, log, ...(step && { step }) }
  const jobs = await openJobs(own)
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

/** pg-boss is loaded only where a server is used. */
async function openJobs(options: JobRunOptions): Promise<Jobs> {
  if (!options.database.isShared) return makeLocalJobs(options)
  const { openBossJobs } = await import('#platform/jobs/boss.ts')
  return openBossJobs({ ...options, queues: queueNames })
}

function anchorsOf({ audit: { anchorFile, anchorUrl } }: Config): LinePlaces {
  return makeLinePlaces({
    ...(anchorFile && { file: lineFile(anchorFile) }),
    ...(anchorUrl && { url: { post: (line) => postJson(anchorUrl, line) } }),
  })
}
