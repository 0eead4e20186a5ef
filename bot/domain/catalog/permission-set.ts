/** 0 = a path to Global Administrator, 1 = sensitive, 2 = low. */
export type Tier = 0 | 1 | 2
export type PermissionType = 'application' | 'delegated'

/** Identity of a permission: API, type, and GUID, lower case. GUIDs repeat across types and APIs. */
export type PermissionKey = `${string}/${PermissionType}/${string}`

export interface Permission {
  /** Display name of the API, such as "Microsoft Graph". */
  api: string
  /** App ID of the API, the same in every tenant. */
  resourceAppId: string
  type: PermissionType
  id: string
  /** Such as `User.Read.All`. Entra stores delegated permissions by this value. */
  value: string
  tier: Tier
  reason: string
  /** What the apps lose when it is missing. */
  without: string
  /**
   * Absent: the catalog explains it. `nameOnly`: only the app registration requires it; `reason` is what it allows.
   * `none`: its name is unknown; `value` is the GUID, `reason` and `without` are empty, and the cards use general words.
   */
  knowledge?: 'nameOnly' | 'none'
}

export interface CatalogApp {
  id: string
  name: string
  /** Former product names, for search. */
  aliases: readonly string[]
  purpose: string
  /** What stops when a set of this app is blocked. */
  whenBlocked: string
  /** Most tenants that may grant to this app; absent: any number. */
  tenantLimit?: number
  /** Whether a manual sync refreshes this app. */
  manualSync: boolean
}

/** A setting besides permissions that a set needs in the tenant. `status` checks each kind. */
export type AdditionalSetting = {
  id: string
  name: string
  /** IDs of the apps that need it. */
  apps: readonly string[]
  coach: string
  without: string
} & (
  | { kind: 'directoryRole'; roleTemplateId: string; roleName: string }
  | { kind: 'servicePlan'; plans: readonly string[] }
)

export interface PermissionSet {
  id: string
  name: string
  aliases: readonly string[]
  /** IDs of the associated apps. */
  apps: readonly string[]
  permissions: readonly Permission[]
  settings: readonly AdditionalSetting[]
  /** Descriptions of data sources that stop too when this set is blocked. */
  coupled: readonly string[]
}

export interface Catalog {
  version: number
  /** Name of the suite that publishes the apps. */
  suite: string
  apps: readonly CatalogApp[]
  sets: readonly PermissionSet[]
}

/** What a set currently requires, from the app registration in the home tenant or from the catalog. */
export interface Requirement {
  setId: string
  /** Client ID of the set's enterprise application. */
  clientId: string
  permissions: readonly Permission[]
  settings: readonly AdditionalSetting[]
  /** Hash of client ID and permission keys; changes exactly when another consent is needed. */
  version: string
  source: 'registration' | 'catalog'
}

export function permissionKey(p: Pick<Permission, 'resourceAppId' | 'type' | 'id'>): PermissionKey {
  return `${p.resourceAppId.toLowerCase()}/${p.type}/${p.id.toLowerCase()}`
}
