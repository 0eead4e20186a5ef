/** 0 = a path to Global Administrator, 1 = sensitive, 2 = low. */
export type Tier = 0 | 1 | 2
export type PermissionType = 'application' | 'delegated'

/** Identity of a permission: API, type and GUID, lower case. GUIDs repeat between types and between APIs. */
export type PermissionKey = `${string}/${PermissionType}/${string}`

export interface Permission {
  /** Name of the API, for people: "Microsoft Graph". */
  api: string
  /** App id of the API (the same in every tenant). */
  resourceAppId: string
  type: PermissionType
  id: string
  /** `User.Read.All`. For delegated permissions this word is what Entra stores. */
  value: string
  tier: Tier
  reason: string
  /** What the apps lose when it is missing. */
  without: string
  /**
   * Absent: the catalog explains it. `nameOnly`: a live registration asks for it and `reason` says what it allows, not why.
   * `none`: not even its name is known; `value` is the GUID, `reason` and `without` are empty and the cards use general words.
   */
  knowledge?: 'nameOnly' | 'none'
}

export interface CatalogApp {
  id: string
  name: string
  /** Former product names, found by search. */
  aliases: readonly string[]
  purpose: string
  /** What stops when a set of this app is blocked. */
  whenBlocked: string
  /** How many tenants may grant to this app; absent = any number. */
  tenantLimit?: number
  /** false: a manual sync does not refresh this app. */
  manualSync: boolean
}

/** Something besides permissions that a set needs in the tenant. Each kind has its detector in `status`. */
export type AdditionalSetting = {
  id: string
  name: string
  /** Ids of the apps that need it. */
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
  /** Ids of the associated apps. */
  apps: readonly string[]
  permissions: readonly Permission[]
  settings: readonly AdditionalSetting[]
  /** Words about data sources that fall with this set when it is blocked. */
  coupled: readonly string[]
}

export interface Catalog {
  version: number
  /** Name of the suite that publishes the apps. */
  suite: string
  apps: readonly CatalogApp[]
  sets: readonly PermissionSet[]
}

/** What a set requires now: read from the app registration in the home tenant, or from the catalog. */
export interface Requirement {
  setId: string
  /** Client id of the set's enterprise application. */
  clientId: string
  permissions: readonly Permission[]
  settings: readonly AdditionalSetting[]
  /** Hash over client id and permission keys; changes exactly when a different consent is needed. */
  version: string
  source: 'registration' | 'catalog'
}

export function permissionKey(p: Pick<Permission, 'resourceAppId' | 'type' | 'id'>): PermissionKey {
  return `${p.resourceAppId.toLowerCase()}/${p.type}/${p.id.toLowerCase()}`
}
