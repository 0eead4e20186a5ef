import type { Log } from '#platform/base/log.ts'
import type { Person } from '#platform/base/person.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import type { Database, Tx } from '#platform/storage/database.ts'
import type { Catalog, Requirement } from './catalog/permission-set.ts'
import type { Directory } from './directory/directory.ts'
import type { Registration } from './directory/registration.ts'
import type { People } from './people/people.ts'
import type { GrantMemory } from './status/memory.ts'
import type { Evaluation } from './status/status.ts'

/** Figures and addresses the domain decides with; all from the configuration. */
export interface Rules {
  /** How long a consent link may wait for its click. */
  linkMs: number
  /** How long Microsoft's page may take after the click. */
  stateMs: number
  /** Facts older than this are shown as not checked. */
  maxAgeMs: number
  /** Time between two scheduled syncs of a tenant. */
  syncEveryMs: number
  /** Time between two readings of the app registrations. */
  requirementsEveryMs: number
  /** How long a block can be undone. */
  undoMs: number
  /** How long consent may spread before it counts as not confirmed. */
  spreadMs: number
  /** More tenants than these an operator may not sync at once without being approved. */
  bulkSyncLimit: number
  /** Entries of the history that are older are removed; absent: none. */
  auditRetentionMs?: number
  /** Version of this program: another one may judge the same facts otherwise. */
  program: string
  requirementsFrom: 'registration' | 'catalog'
  publicUrl: string
  loginBaseUrl: string
  readerClientId: string
  /** Our own app registrations, whose credentials must not end unseen. */
  ownApps: readonly OwnApp[]
  /** Secret of this installation from which link tokens are derived. */
  linkKey: Uint8Array
}

export interface OwnApp {
  id: 'bot' | 'reader'
  clientId: string
  /** End of the certificate in use, where it is one. */
  certificateEndsAt: () => Date | undefined
}

/** A grant as it was stored, beside what it was. */
export interface ChangedGrant {
  tenantId: string
  setId: string
  requirementVersion: string
  is: GrantState
  /** Absent: nothing was known of this set in this tenant. */
  was?: GrantState | undefined
  /** A card looks different afterwards. */
  isVisible: boolean
  /** The person whose act it was, if it was one. */
  by?: Person | undefined
}

export interface GrantState extends Pick<Evaluation, 'status' | 'findings'> {
  memory: GrantMemory
}

export interface MovedConsent {
  id: string
  setId?: string | undefined
  at: Date
}

/** What is wrong with the registration of a set; `before` is what was wrong at the last read. */
export interface RegistrationState {
  setId: string
  problem?: string
  before?: string
}

export type ReadRegistrations = ReadResult<Readonly<Record<string, Registration | undefined>>>

/** What follows from a change, in the transaction of the change. `reactions/` implements it. */
export interface Reactions {
  grantChanged(tx: Tx, change: ChangedGrant): Promise<void>
  consentMoved(tx: Tx, consent: MovedConsent): Promise<void>
  requirementChanged(tx: Tx, change: { before: Requirement; after: Requirement }): Promise<void>
  /** Every tenant has been evaluated by the changed requirement. */
  requirementApplied(tx: Tx, setId: string): Promise<void>
  registrationsRead(
    tx: Tx,
    seen: { registrations: ReadRegistrations; sets: readonly RegistrationState[] },
  ): Promise<void>
  /** After its row is gone. */
  tenantRemoved(tx: Tx, removal: { tenantId: string; by: Person }): Promise<void>
}

/** What domain functions may ask for; each takes only its part of it. */
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
  log: Log
}
