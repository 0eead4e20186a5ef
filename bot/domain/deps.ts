import type { Log } from '#platform/base/log.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Database } from '#platform/storage/database.ts'
import type { Catalog } from './catalog/permission-set.ts'
import type { Directory } from './directory/directory.ts'
import type { People } from './people/people.ts'

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
  log: Log
}
