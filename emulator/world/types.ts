import type { VirtualClock } from '../clock.ts'
import type { Fault } from './effects.ts'
import type { AppRole, Certificate, MadeRegistration } from './made-registration.ts'
import type { Access } from './permissions.ts'

/** An app registration: lives in its home tenant only. */
export interface Registration {
  appId: string
  /** A short name for people and for the control API: a set id, `reader`, `bot`, `workbench`. */
  key: string
  /** Its part for customer tenants: they consent to the reader and to sets, never to an app of the home tenant. */
  part: 'reader' | 'set' | 'home'
  objectId: string
  displayName: string
  homeTenantId: string
  publisher: string
  verifiedPublisher: boolean
  multiTenant: boolean
  /** Disabled by its owner for all tenants. */
  isDisabled: boolean
  redirectUris: string[]
  required: Access[]
  secrets: { value: string; endsAtMs: number }[]
  certificates: Certificate[]
  /** Graph refuses tokens that the app got before. */
  tokensEndedAtMs?: number
  /** Not empty when the app is itself an API. */
  identifierUris: string[]
  appRoles: AppRole[]
  /** Absent: made by the world itself. */
  made?: MadeRegistration
}

/** Deleted, and restorable for 30 days. */
export type DeletedObject = { atMs: number } & (
  | { kind: 'application'; registration: Registration; principal?: ServicePrincipal }
  | { kind: 'servicePrincipal'; tenantId: string; principal: ServicePrincipal }
)

/** Its id in Graph follows from who holds it and what it is, so that tenants of a fleet share their lists of grants. */
export interface RoleGrant {
  resourceAppId: string
  appRoleId: string
  createdAtMs: number
}

export interface ScopeGrant {
  resourceAppId: string
  words: readonly string[]
  /** Absent: consented for everyone. */
  principalId?: string
}

/** An enterprise application in one tenant. Never changed in place: a new one replaces it. */
export interface ServicePrincipal {
  id: string
  appId: string
  displayName: string
  ownerTenantId: string
  accountEnabled: boolean
  disabledByMicrosoft?: string
  createdAtMs: number
  roles: readonly RoleGrant[]
  scopes: readonly ScopeGrant[]
}

export interface RoleAssignment {
  id: string
  roleTemplateId: string
  /** A service principal or a group. */
  principalId: string
}

/** An account. */
export interface User {
  id: string
  displayName: string
  userPrincipalName: string
  userType: 'Member' | 'Guest'
  accountEnabled: boolean
}

export interface Group {
  id: string
  displayName: string
  roleAssignable: boolean
  /** Accounts, service principals and other groups. */
  memberIds: readonly string[]
}

/** What the replicas of one tenant answer from. Immutable, so that a change can arrive late or flap. */
export interface Directory {
  /** By app id. */
  principals: ReadonlyMap<string, ServicePrincipal>
  /** By object id. */
  users: ReadonlyMap<string, User>
  groups: readonly Group[]
  roleAssignments: readonly RoleAssignment[]
}

export type DirectoryChange = (directory: Directory) => Directory

export interface Sku {
  id: string
  partNumber: string
  capabilityStatus: 'Enabled' | 'Warning' | 'Suspended' | 'Deleted' | 'LockedOut'
  plans: readonly { id: string; name: string; provisioningStatus: string }[]
}

export interface AuditRecord {
  id: string
  atMs: number
  activity: string
  by: { name: string; userId?: string; appId?: string }
  targets: readonly AuditTarget[]
}

/** An object that a change touched. Of a grant: the API with the values, then the client with none. */
export interface AuditTarget {
  id: string
  displayName: string
  changes: readonly { name: string; before?: string; after?: string }[]
}

export interface Tenant {
  id: string
  displayName: string
  /** The first one is the default domain. */
  domains: string[]
  /** The initial state of the tenant, in a sentence. */
  about?: string
  deleted: boolean
  /** It lives in the cloud of the US government: only its OpenID configuration is answered here. */
  isUsGovernment?: boolean
  directory: Directory
  /** Changes on their way to the replicas, oldest first. */
  pending: { dueAtMs: number; change: DirectoryChange }[]
  replicationDelayMs: number
  /** While a change propagates, every second Graph request is answered by a replica that already has it. */
  flapping: boolean
  readCount: number
  skus: Sku[]
  audits: AuditRecord[]
}

/** Tenants that are created when they are first requested. */
export interface LazyTenants {
  count: number
  idAt(index: number): string
  findIndex(idOrDomain: string): number | undefined
  build(index: number): Tenant
}

export interface Settings {
  /** Entries on a page of a Graph list without `$top`. */
  pageSize: number
  /** Upper bound of every page, regardless of `$top`; absent = 999. */
  maxPageSize?: number
  /** The login's answer when the app is not in the tenant: newest first. */
  missingPrincipalCode: 7000229 | 700016
  /** Off by default: msal-node itself sends one assertion again until it expires. */
  rejectReusedAssertions: boolean
  /** Resource units per 10 s, client and tenant; absent = never throttled for load. */
  unitsPer10s?: number
  /** Seconds between two polls of a device. */
  deviceCodeInterval: number
  /** `given`: an admin has consented for everybody to what a device asks for. */
  deviceConsent: 'ask' | 'given'
  /** Requests to which an object that Graph made is not there yet. */
  hiddenReads: number
  /** May people without a directory role register apps? */
  usersCanRegister: boolean
}

export interface World {
  clock: VirtualClock
  homeTenantId: string
  tenants: Map<string, Tenant>
  lazy?: LazyTenants
  /** By client id. */
  registrations: Map<string, Registration>
  /** By object id. */
  deleted: Map<string, DeletedObject>
  /** By object id: requests to which it is not there yet. */
  unseen: Map<string, number>
  faults: Fault[]
  settings: Settings
  /** Counts what was made, for ids that differ after deletion. */
  counter: number
  /** Creates the same world again, for `reset`. */
  seed: () => World
}
