/** 0 = a path to Global Administrator or full control of a whole service, 1 = sensitive, 2 = low. */
export type Tier = 0 | 1 | 2
/** Who rated it: Microsoft, a published tiering, or ourselves. */
export type TierSource = 'microsoft' | 'tiering' | 'ours'
export type PermissionType = 'application' | 'delegated'

/** Identity of a permission: API, type, and GUID, lower case. GUIDs repeat across types and APIs. */
export type PermissionKey = `${string}/${PermissionType}/${string}`

/** An API behind a permission ends. Entra goes on showing the permission as granted. */
export interface Retirement {
  /** `2027-04-01`: from the beginning of this day (UTC) on. */
  date: string
  /** What ends then. */
  what: string
  /** What can be used instead. */
  replacement?: string | undefined
  /** What the tenant must have besides the grant until then; `from`: since when, absent: always. */
  alsoNeeds?: { what: string; from?: string | undefined } | undefined
  /** Address of the page that says so. */
  source: string
}

/** An API behind a permission is a preview: it can change without notice. */
export interface Preview {
  what: string
  source: string
}

/** Something that gives less than a permission. Less is not always less risky: that is said by its own tier. */
export interface Alternative {
  /** Of a permission of the same API and type, or of anything else that takes its place. */
  name: string
  /** What it gives, or what is missing. */
  note: string
  /** Address of the page that says so. */
  source: string
}

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
  /** Absent: nobody has rated it, so it is tier 0, or the catalog doesn't say. */
  tierSource?: TierSource | undefined
  reason: string
  /** What the apps lose when it is missing. */
  without: string
  retires?: Retirement | undefined
  preview?: Preview | undefined
  narrower?: readonly Alternative[] | undefined
  /**
   * Absent: the catalog explains it. Otherwise only the app registration requires it, and `without` is empty.
   * `nameOnly`: it is known and rated; `reason` is what it allows. `unrated`: its API publishes it, nobody rated it.
   * `unpublished`: its API doesn't publish it, so nobody can consent to it. `none`: what the API publishes can't be read.
   * In the last two, `value` is the GUID.
   */
  knowledge?: 'nameOnly' | 'unrated' | 'unpublished' | 'none'
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
  | {
      /** No API shows it: a person looks and confirms it. */
      kind: 'byHand'
      /** Days until a confirmation is asked for again. */
      askAgainDays: number
      /** `2027-04-01`: nobody is asked from this day on, because it no longer helps. */
      until?: string | undefined
    }
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
  /** Closed by default: its apps get no data until it is opened, for `max` at most: "8h", "3d". */
  openFor?: { max: string }
  /** Client IDs, lower case, of enterprise applications that this set replaced. What is left of them in a tenant is a finding. */
  formerClientIds?: readonly string[] | undefined
}

export interface Catalog {
  version: number
  /** SHA-256 of the file; absent: it was not read from one. */
  hash?: string
  /** When the file was last changed, by its file system. */
  changedAt?: Date
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
  /** Closed by default, and so long at most it is opened. */
  openForMs?: number
  /** Of enterprise applications that the set replaced; absent: none. */
  formerClientIds?: readonly string[] | undefined
  /** Hash of client ID and permission keys; changes exactly when another consent is needed. */
  version: string
  source: 'registration' | 'catalog'
  /** When the registration was last read well. Absent: never, or the catalog decides. */
  readAt?: Date | undefined
}

export function permissionKey(p: Pick<Permission, 'resourceAppId' | 'type' | 'id'>): PermissionKey {
  return `${p.resourceAppId.toLowerCase()}/${p.type}/${p.id.toLowerCase()}`
}
