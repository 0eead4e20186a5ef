import type { Outcome } from './outcome.ts'

/** One thing that was read completely, or the reason why it was not. There is no "partly". */
export type ReadResult<T> = { read: true; value: T } | { read: false; outcome: Outcome }

export interface ServicePrincipalFacts {
  /** Object id in this tenant. */
  id: string
  accountEnabled: boolean
  /** Disabled by the publisher for all tenants. */
  isDisabled: boolean
  /** Microsoft's reason, for example `DisabledDueToViolationOfServicesAgreement`. */
  disabledByMicrosoft?: string
}

export interface AppRoleFact {
  /** Absent when the API is none that the catalog knows; then `resourceName` is all there is. */
  resourceAppId?: string
  resourceName: string
  appRoleId: string
}

export interface ScopeFact {
  resourceAppId?: string
  /** One word of a tenant-wide (AllPrincipals) delegated grant. */
  value: string
}

/** What one complete read says about one set in one tenant. All GUIDs lower case. */
export interface SetFacts {
  /** Absent: the enterprise application is not installed. */
  servicePrincipal?: ServicePrincipalFacts
  appRoles: readonly AppRoleFact[]
  scopes: readonly ScopeFact[]
  /** App ids of the required APIs that have a service principal here. */
  resources: readonly string[]
  /** Role template ids the service principal holds for the whole tenant, directly or through a group. */
  directoryRoles: ReadResult<readonly { roleTemplateId: string; via: 'direct' | 'group' }[]>
  /** Names of service plans that count: enabled subscription, provisioned plan. */
  servicePlans: ReadResult<readonly string[]>
}

export interface Organization {
  displayName: string
  defaultDomain: string
}

/**
 * One read of one tenant.
 * `failed`: nothing was learned (network, throttling, our own mistake, a permission of the reader): statuses become unknown.
 * `lost`: the tenant itself said that the directory connection is gone.
 */
export type TenantRead =
  | {
      connection: 'ok'
      at: Date
      organization: ReadResult<Organization>
      sets: Readonly<Record<string, ReadResult<SetFacts>>>
      /** Of all that was told: see `digest.ts`. Absent: some of it may be told otherwise at any time. */
      digest?: string
    }
  | { connection: 'failed'; at: Date; outcome: Outcome }
  | { connection: 'lost'; at: Date; outcome: Outcome }

/** The tenant told to the letter what it told before, so that nobody need look at it. */
export interface UnchangedRead {
  connection: 'unchanged'
  at: Date
  digest: string
}
