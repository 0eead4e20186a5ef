import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Credential, ManagedIdentity } from '#platform/config/credential.ts'
import type { Config } from '#platform/config/read-config.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import type { TextAnswer } from '#platform/microsoft/get-text.ts'
import type { DatabaseFacts } from '#platform/storage/database-facts.ts'
import type { Disk } from '#platform/storage/read-disk.ts'
import type { Catalog } from '../catalog/permission-set.ts'
import type { Rules } from '../deps.ts'
import type { Directory } from '../directory/directory.ts'
import type { Registration } from '../directory/registration.ts'
import type { People } from '../people/people.ts'

/** What the checks try, opened for one run: nothing in it is cached from before. */
export interface PreflightWorld {
  config: Config
  rules: Rules
  catalog: Catalog
  clock: Clock
  log: Log
  directory: Pick<Directory, 'readMember' | 'readGroup' | 'readPublished' | 'resolveTenant'>
  people: People
  /** The same people, as if nobody were limited to some tenants. */
  unlimitedPeople: People
  /** One request for the whole run. */
  readerToken(): Promise<ReadResult<string>>
  /** Undefined: authentication is off. */
  botToken(): Promise<ReadResult<string> | undefined>
  /** Of bot, reader, and sets, by client ID. */
  registrations(): Promise<ReadResult<Readonly<Record<string, Registration | undefined>>>>
  /** What proves the identity of an app now; undefined: nothing does. */
  credentialOf(app: 'bot' | 'reader'): Credential | ManagedIdentity | undefined
  get(url: string): Promise<ReadResult<TextAnswer>>
  /** IP addresses of a host. Rejects if it has none. */
  addressesOf(host: string): Promise<readonly string[]>
  /** The keys by which the bot knows the channel, read as the bot reads them. @throws Error if there are none */
  readChannelKeys(): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** One look for the whole run. @throws DatabaseError */
  inspectDatabase(): Promise<DatabaseFacts>
  readDisk(path: string): Promise<Disk>
  /** The manifest in the built app package; undefined: none was built here. @throws Error if the file isn't a package */
  readPackage(): Promise<unknown>
  /** What is wrong by the published schema; undefined: this installation doesn't have the schema. */
  validateManifest(manifest: unknown): Promise<readonly string[] | undefined>
  /** For questions that only this installation can answer. */
  nonce(): string
}
