import type { Person } from '#platform/base/person.ts'
import type { PermissionKey, Tier } from '../catalog/permission-set.ts'
import type { RequestKind } from '../people/second-person.ts'

/** `open` → one of the ends. `voided`: what was asked for is not what it would be any more. */
export type RequestState = 'open' | 'approved' | 'denied' | 'withdrawn' | 'lapsed' | 'voided'

/** What somebody wants to be done. */
export interface Order {
  kind: RequestKind
  /** Absent for `remove` and `sync`. */
  setId?: string
  /** Empty for `sync`: all tenants. */
  tenantIds: readonly string[]
}

export interface SnapshotPermission {
  key: PermissionKey
  api: string
  value: string
  tier: Tier
  type: 'application' | 'delegated'
}

export interface SnapshotTenant {
  id: string
  name: string
  domain: string
  blocked: boolean
}

/** All that an approval is bound to. */
export interface RequestSnapshot {
  kind: RequestKind
  setId?: string
  tenants: readonly SnapshotTenant[]
  permissions: readonly SnapshotPermission[]
  /** Keys of the permissions that are not granted in at least one of the tenants. Not part of the hash: reads move it. */
  fresh: readonly PermissionKey[]
  /** Client id and permissions of the set as one hash; absent without a set. */
  requirementVersion?: string
  catalogVersion: number
}

type InvalidationCause = 'changed' | 'nothingLeft' | 'requesterMayNot'

/** How a request ended, if not by time. `by` is absent when nobody did it. */
export interface Decision {
  by?: Person
  reason?: string
  cause?: InvalidationCause
  /** What is so now, when that is not what was asked for. */
  basis?: RequestSnapshot
}

export interface Handover {
  by: Person
  to: Person
  at: Date
}

/** What became of an approved request. */
export interface RequestOutcome {
  /** Tenants where it was carried out, or whose links were released. */
  done: readonly string[]
  refused: readonly { tenantId: string; code: string }[]
  syncRunId?: string
}

export interface Request extends Order {
  id: string
  code: string
  reason: string
  requester: Person
  /** Who gets the consent links; absent: the requester. */
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
