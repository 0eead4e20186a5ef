import type { Person } from '#platform/base/person.ts'
import type { PermissionKey, Tier } from '../catalog/permission-set.ts'
import type { RequestKind } from '../people/act-kinds.ts'
import type { Scope } from '../people/role-reading.ts'

import type { Finding, Status } from '../status/status.ts'

/** `open`, then one of the others. `voided`: no longer valid, because the effect would not be what was requested. */
export const requestStates = ['open', 'approved', 'denied', 'withdrawn', 'lapsed', 'voided'] as const
export type RequestState = (typeof requestStates)[number]

/** The effect that is requested. */
export interface Order {
  kind: RequestKind
  /** Absent for `remove` and `sync`. */
  setId?: string
  /** Empty: all tenants, which only `sync` allows. Of a `move`: where to, then where from. */
  tenantIds: readonly string[]
  /** Of the tenant to add: it has no other name yet. Kept in the snapshot. */
  domain?: string
  /** ISO 8601, of access for a time. */
  until?: string
  /** What is accepted, whose it is, and until when. Kept in the snapshot. */
  exception?: OrderedException
}

/** The terms of an exception as they are stored. */
export interface OrderedException {
  /** Of the facts of each finding. */
  hashes: readonly string[]
  owner: Person
  /** ISO 8601. */
  endsAt: string
}

export const termsOf = ({ hashes, owner, endsAt }: OrderedException) => ({
  hashes,
  owner,
  endsAt: new Date(endsAt),
})

/** What one person can do in several tenants at once; grants have links, and a sync is one run. */
export interface ManyOrder extends Order {
  kind: 'block' | 'unblock' | 'reset' | 'remove'
}

/** What an order touches. */
export const tenantsOfOrder = ({ tenantIds }: Pick<Order, 'tenantIds'>): Scope =>
  tenantIds.length === 0 ? 'all' : tenantIds

export interface SnapshotPermission {
  key: PermissionKey
  api: string
  value: string
  tier: Tier
  type: 'application' | 'delegated'
  /** Granted beyond what the set requires: a block that is lifted gives it back too. */
  isBeyond?: true
}

export interface SnapshotTenant {
  id: string
  name: string
  domain: string
  blocked: boolean
  /** ISO 8601, of the block that would be lifted: another one is another decision. */
  blockedAt?: string
  /** Of an unblock: what is granted there beyond what the set requires. */
  beyond?: readonly PermissionKey[]
  /** Of the set there, or the worst of all sets, when it was read; absent in requests of older versions. */
  status?: Status
}

/** Everything that an approval covers. */
export interface RequestSnapshot {
  kind: RequestKind
  setId?: string
  tenants: readonly SnapshotTenant[]
  permissions: readonly SnapshotPermission[]
  /** Permissions not granted in at least one of the tenants. Not part of the hash, because every read can change it. */
  fresh: readonly PermissionKey[]
  /** Hash of client ID and permissions of the set; absent without a set. */
  requirementVersion?: string
  catalogVersion: number
  /** ISO 8601, of access for a time. */
  until?: string
  /** Of a move: the new tenant, and what is blocked for it. */
  move?: { to: string; blocks: readonly { tenantId: string; setId: string }[] }
  /** What it would hide, as far as that is still there. */
  exception?: OrderedException & { findings: readonly Finding[] }
}

/** How a request ended, unless it expired. `by` is absent when no person ended it. */
export interface Decision {
  by?: Person
  reason?: string
  cause?: 'changed' | 'nothingLeft' | 'requesterMayNot' | 'signerMayNot'
  /** The snapshot at that time, when it is not what was requested. */
  basis?: RequestSnapshot
}

export interface Handover {
  by: Person
  to: Person
  at: Date
}

/** The result of an approved request. */
export interface RequestOutcome {
  /** Tenants where it was carried out, or whose links were released. */
  done: readonly string[]
  refused: readonly { tenantId: string; code: string }[]
  syncRunId?: string
}

export interface Request extends Omit<Order, 'domain'> {
  id: string
  code: string
  reason: string
  /** Ticket or case number in another system. */
  reference?: string
  requester: Person
  /** The recipient of the consent links; absent: the requester. */
  signer?: Person
  state: RequestState
  version: number
  hash: string
  snapshot: RequestSnapshot
  createdAt: Date
  expiresAt: Date
  remindedAt?: Date
  endedAt?: Date
  decision?: Decision
  handed?: Handover
  outcome?: RequestOutcome
}
