import type { LinePlaces } from '#platform/base/line-places.ts'
import type { Log } from '#platform/base/log.ts'
import type { Person } from '#platform/base/person.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Cloud } from '#platform/config/clouds.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import type { Database, Tx } from '#platform/storage/database.ts'
import type { Catalog, Permission, Requirement } from './catalog/permission-set.ts'
import type { Directory } from './directory/directory.ts'
import type { Registration } from './directory/registration.ts'
import type { People } from './people/people.ts'
import type { Extra } from './status/compare-permissions.ts'
import type { GrantMemory } from './status/memory.ts'
import type { Evaluation } from './status/status.ts'

/** Limits, periods and addresses from the configuration. */
export interface Rules {
  /** How long a consent link can be opened. */
  linkMs: number
  /** How long consent on Microsoft's page may take after that. */
  returnMs: number
  /** Older facts make the status unknown. */
  maxAgeMs: number
  /** Apps of a tenant that wasn't read for this long lose access; absent: three times `maxAgeMs`. */
  accessMaxAgeMs?: number
  /** Time between two scheduled syncs of a tenant. */
  syncEveryMs: number
  /** Time between two reads of the app registrations. */
  requirementsEveryMs: number
  /** How long a block can be undone. */
  undoMs: number
  /** How long consent may propagate before it counts as not confirmed. */
  spreadMs: number
  /** Tenants an operator may sync at once without approval. */
  bulkSyncLimit: number
  /** Time in which the tenants of one person's acts add up. */
  bulkWindowMs: number
  /** An alert that its owner hasn't acknowledged for this long goes to the deputy. */
  deputyAfterMs: number
  /** Days after which a campaign reminds by itself. Empty: never. */
  chaseDays: readonly number[]
  /** Most open requests of one person. */
  openRequestsLimit: number
  /** Most refused attempts of one person in `bulkWindowMs`. */
  refusedAttemptsLimit: number
  /** The longest time for which a finding can be accepted. */
  exceptionMaxMs: number
  /** Older audit entries are removed; absent: none. */
  auditRetentionMs?: number
  /** Older events are removed. */
  eventRetentionMs: number
  /** Program version: another version may evaluate the same facts differently. */
  program: string
  requirementsFrom: 'registration' | 'catalog'
  publicUrl: string
  loginBaseUrl: string
  cloud: Cloud
  readerClientId: string
  /** Our own app registrations, whose credentials are watched for expiration. */
  ownApps: readonly OwnApp[]
  /** Secret of this installation from which link tokens are derived. */
  linkKey: Uint8Array
}

export interface OwnApp {
  id: 'bot' | 'reader'
  clientId: string
  /** Expiration of the certificate, if one is used. */
  certificateEndsAt: () => Date | undefined
}

/** A stored grant, after and before the change. */
export interface ChangedGrant {
  tenantId: string
  setId: string
  requirementVersion: string
  is: GrantState
  /** Absent: this set was never read in this tenant. */
  was?: GrantState | undefined
  /** A card would look different. */
  isVisible: boolean
  /** The change comes from a read of the tenant, not from an act or a link. */
  isRead: boolean
  /** The person who made the change, if one did. */
  by?: Person | undefined
  /** What it made of what the grant showed. Default: reset. */
  ending?: 'accepted' | undefined
}

export interface GrantState extends Pick<Evaluation, 'status' | 'findings' | 'usable'> {
  statusSince: Date
  memory: GrantMemory
}

export interface MovedConsent {
  id: string
  setId?: string | undefined
  at: Date
}

/** The problem with the registration of a set; `before` is that of the last read. */
export interface RegistrationState {
  setId: string
  problem?: string | undefined
  before?: string | undefined
  /** What the set requires now; empty: no list was ever read. */
  permissions: readonly Permission[]
}

export type ReadRegistrations = ReadResult<Readonly<Record<string, Registration | undefined>>>

/** What a consent granted beyond the list that its link was bound to. */
export interface BeyondLink {
  tenantId: string
  setId: string
  linkId: string
  /** Of the consent, as on its card. */
  code: string
  /** Who had the link. */
  signer: Person
  extras: readonly Extra[]
  /** Of the enterprise application. */
  objectId?: string | undefined
}

export interface RemovedTenant {
  tenantId: string
  /** It could be read. */
  isConnected: boolean
  /** What was known of each set. */
  grants: readonly { setId: string; memory: GrantMemory }[]
  by: Person
}

/** Consequences of a change, in the transaction of the change. `reactions/` implements them. */
export interface Reactions {
  grantChanged(tx: Tx, change: ChangedGrant): Promise<void>
  /** An exception of the tenant began or ended. */
  exceptionsChanged(tx: Tx, tenantId: string): Promise<void>
  consentMoved(tx: Tx, consent: MovedConsent): Promise<void>
  grantedBeyond(tx: Tx, beyond: BeyondLink): Promise<void>
  requirementChanged(tx: Tx, change: { before: Requirement; after: Requirement }): Promise<void>
  /** The list of a set has not been read for too long, or is read again. */
  requirementAged(tx: Tx, setId: string): Promise<void>
  /** After every tenant was evaluated by the changed requirement. */
  requirementApplied(tx: Tx, setId: string): Promise<void>
  registrationsRead(
    tx: Tx,
    seen: { registrations: ReadRegistrations; sets: readonly RegistrationState[] },
  ): Promise<void>
  /** After its row was deleted; with what was known about it. */
  tenantRemoved(tx: Tx, removal: RemovedTenant): Promise<void>
  /** A tenant is on the list that was not. */
  tenantAdded(tx: Tx, tenantId: string): Promise<void>
}

/** Everything domain functions depend on; each takes only the part it needs. */
export interface Deps {
  database: Database
  clock: Clock
  /** Cryptographic random bytes. */
  random: (bytes: number) => Uint8Array
  jobs: Jobs
  directory: Directory
  people: People
  catalog: Catalog
  /** Set id → client id of its enterprise application. */
  clientIds: Readonly<Record<string, string>>
  rules: Rules
  react: Reactions
  /** Where anchors of the history go besides the log. */
  anchors: LinePlaces
  log: Log
}
