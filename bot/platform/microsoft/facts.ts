import type { Outcome } from './outcome.ts'

/** A complete read, or why there is none. There are no partial reads. */
export type ReadResult<T> = { read: true; value: T } | { read: false; outcome: Outcome }

export interface ServicePrincipalFacts {
  /** Object ID in this tenant. */
  id: string
  accountEnabled: boolean
  /** Disabled by the publisher for all tenants. */
  isDisabled: boolean
  /** Microsoft's reason, for example `DisabledDueToViolationOfServicesAgreement`. */
  disabledByMicrosoft?: string
}

export interface AppRoleFact {
  /** Absent if the catalog doesn't know the API; then only `resourceName` identifies it. */
  resourceAppId?: string
  resourceName: string
  appRoleId: string
}

export interface ScopeFact {
  resourceAppId?: string
  /** One word of a tenant-wide (AllPrincipals) delegated grant. */
  value: string
}

/** The state of one set in one tenant, from one complete read. GUIDs are lower case. */
export interface SetFacts {
  /** Absent: the enterprise application is not installed. */
  servicePrincipal?: ServicePrincipalFacts
  appRoles: readonly AppRoleFact[]
  scopes: readonly ScopeFact[]
  /** App IDs of the required APIs that have a service principal here. */
  resources: readonly string[]
  /** Those of them that are switched off here, so that their tokens are refused; absent: none, or an older read. */
  disabledResources?: readonly string[]
  /** Directory roles that the service principal has for the whole tenant, directly or through a group. */
  directoryRoles: ReadResult<readonly { roleTemplateId: string; via: 'direct' | 'group' }[]>
  /** Names of provisioned service plans in enabled subscriptions. */
  servicePlans: ReadResult<readonly string[]>
  /** Enterprise applications that the set replaced and that are still here; absent: none was asked for. */
  predecessors?: readonly PredecessorFacts[]
}

export interface PredecessorFacts {
  appId: string
  /** In this tenant. */
  objectId: string
  name: string
}

export interface Organization {
  /** Empty: the answer had none, so nothing is known about it. */
  displayName: string
  defaultDomain: string
}

/**
 * One read of one tenant. `failed`: no result (network, throttling, a bug, a missing permission of the reader), so statuses
 * become unknown. `lost`: the tenant has definitely ended the directory connection.
 */
export type TenantRead =
  | {
      connection: 'ok'
      at: Date
      organization: ReadResult<Organization>
      sets: Readonly<Record<string, ReadResult<SetFacts>>>
      /** Over everything that was read: see `digest.ts`. Absent: some of it isn't deterministic. */
      digest?: string
    }
  | { connection: 'failed'; at: Date; outcome: Outcome }
  | { connection: 'lost'; at: Date; outcome: Outcome }

/** The responses are identical to those of the previous read, so nothing has to be evaluated. */
export interface UnchangedRead {
  connection: 'unchanged'
  at: Date
  digest: string
}
