import { randomBytes } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { join } from 'node:path'
import type { Catalog } from '#domain/catalog/permission-set.ts'
import type { Directory } from '#domain/directory/directory.ts'
import { makeDirectory } from '#domain/directory/make-directory.ts'
import { makePeople } from '#domain/people/make-people.ts'
import { listChecks } from '#domain/preflight/list-checks.ts'
import type { PreflightWorld } from '#domain/preflight/preflight-world.ts'
import { type PreflightReport, runChecks } from '#domain/preflight/run-checks.ts'
import { fetchKeys } from '#edge/http/signing-keys.ts'
import type { Log } from '#platform/base/log.ts'
import { once } from '#platform/base/once.ts'
import { readZippedJson } from '#platform/base/read-zipped-json.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Config } from '#platform/config/read-config.ts'
import { getText } from '#platform/microsoft/get-text.ts'
import { inspectPostgres } from '#platform/storage/inspect-postgres.ts'
import { inspectSqlite } from '#platform/storage/inspect-sqlite.ts'
import { sqlitePath } from '#platform/storage/open-database.ts'
import { isPostgresUrl } from '#platform/storage/postgres-url.ts'
import { readDisk } from '#platform/storage/read-disk.ts'
import { openTokens, patienceMs } from './preflight-tokens.ts'
import { rulesOf } from './rules.ts'

export interface PreflightParts {
  catalog: Catalog
  clock: Clock
  log: Log
  /** Only where the published schema is installed. */
  validateManifest?: PreflightWorld['validateManifest']
  /** The built app package. */
  packageFile?: string
}

/** Tries everything, newly opened, so that nothing is remembered of the bot that runs or of another run. */
export async function tryConfiguration(config: Config, parts: PreflightParts): Promise<PreflightReport> {
  const { world, close } = openWorld(config, parts)
  try {
    return await runChecks(listChecks(config, parts.catalog), world)
  } finally {
    await close()
  }
}

function openWorld(
  config: Config,
  {
    catalog,
    clock,
    log,
    validateManifest = async () => undefined,
    packageFile = builtPackage,
  }: PreflightParts,
): { world: PreflightWorld; close(): Promise<void> } {
  const { homeTenantId, channel, database } = config
  const { close: closeTokens, ...tokens } = openTokens(config, { clock, log })
  const directory = openDirectory(config, tokens, clock)
  const people = { table: config.roles, homeTenantId, clock, directory, log }
  const metadata = { url: new URL(channel.metadataUrl), announced: true }
  const world: PreflightWorld = {
    ...{ config, rules: rulesOf(config), catalog, clock, log, directory, ...tokens },
    people: makePeople({ ...people, scopes: config.scopes }),
    unlimitedPeople: makePeople(people),
    registrations: once(() => readRegistrationsOf(config, directory)),
    get: (url) => getText(url, AbortSignal.timeout(patienceMs)),
    addressesOf: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    readChannelKeys: async () => (await fetchKeys(metadata)).keys,
    inspectDatabase: once(async () =>
      isPostgresUrl(database) ? inspectPostgres(database) : inspectSqlite(sqlitePath(database)),
    ),
    readDisk,
    readPackage: () => readZippedJson(packageFile, 'manifest.json'),
    validateManifest,
    nonce: () => randomBytes(16).toString('hex'),
  }
  return { world, close: async () => void (await Promise.all([closeTokens(), directory.close()])) }
}

/** Credentials are read of our own two apps only: Graph allows 150 such reads a minute in a tenant, by all apps together. */
async function readRegistrationsOf(
  { bot, reader, setClientIds }: Config,
  { readRegistrations }: Pick<Directory, 'readRegistrations'>,
): ReturnType<Directory['readRegistrations']> {
  const [own, ofSets] = await Promise.all([
    readRegistrations([reader.clientId, ...(bot.clientId ? [bot.clientId] : [])], 'whole'),
    readRegistrations(Object.values(setClientIds), 'list'),
  ])
  if (!own.read) return own
  return ofSets.read ? { read: true, value: { ...ofSets.value, ...own.value } } : ofSets
}

/** Where `npm run package` puts it. */
const builtPackage = join(import.meta.dirname, '..', '..', 'appPackage', 'build', 'grantkeeper.zip')

/** Apart from the bot's own, so that a check neither waits for its throttles nor gets its tokens. */
function openDirectory(
  { loginBaseUrl, graphBaseUrl, homeTenantId, reader }: Config,
  { credentialOf }: Pick<PreflightWorld, 'credentialOf'>,
  clock: Clock,
) {
  const current = () => {
    const credential = credentialOf('reader')
    // Only the bot can be a managed identity.
    return credential && !('managedIdentity' in credential) ? credential : reader.credential
  }
  return makeDirectory({
    ...{ loginBaseUrl, graphBaseUrl, homeTenantId, clock, timeoutMs: patienceMs },
    reader: { clientId: reader.clientId, current },
  })
}
