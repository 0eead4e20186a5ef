import type { Who } from '#platform/microsoft/outcome.ts'
import type {
  Catalog,
  Permission,
  PermissionType,
  Preview,
  Requirement,
  Tier,
} from '../catalog/permission-set.ts'
import type { RetirementNow } from '../catalog/retirement.ts'
import type { ShownApp } from '../directory/registration.ts'
import type { Signer } from '../status/least-role.ts'
import type { SettingState } from '../status/setting-state.ts'
import type { Finding, Status } from '../status/status.ts'

/** Everything that a customer's reviewer must know about a set, and at most about one tenant. */
export interface Pack {
  madeAt: Date
  /** Who got the link. */
  by: string
  suite: string
  set: { id: string; name: string }
  apps: readonly PackApp[]
  /** Data sources that stop too when the set is blocked. */
  coupled: readonly string[]
  clientId: string
  /** As Microsoft names it; absent: it can't be read now. */
  shownApp?: ShownApp
  permissions: readonly PackPermission[]
  settings: readonly PackSetting[]
  /** The least role that can consent. */
  signer: Signer
  catalog: Pick<Catalog, 'version' | 'hash' | 'changedAt'>
  /** Where the list comes from, its hash, and when the registration was last read. */
  list: Pick<Requirement, 'source' | 'version' | 'readAt'>
  /** Where the published tiering is. */
  tiering: string
  tenant?: PackTenant
}

export interface PackApp {
  name: string
  purpose: string
  whenBlocked: string
  /** In how many tenants it works at most. */
  tenantLimit?: number
}

/** Who gave a permission its tier: Microsoft, a published tiering, or the publisher of the catalog or of Grantkeeper. */
export type PackRater = 'microsoft' | 'tiering' | 'catalog' | 'grantkeeper'

export interface PackPermission extends Pick<Permission, 'api' | 'value' | 'tier' | 'reason' | 'without'> {
  /** As it is hashed for the version of the list: API, type, and ID. */
  id: string
  /** Absent: nobody has rated it. */
  ratedBy?: PackRater
  type: PermissionType
  /** What it allows, whatever it is used for; absent: nobody has described it. */
  allows?: string
  narrower: readonly PackAlternative[]
  retires?: RetirementNow
  preview?: Preview
  /** In the tenant, by its last complete read; absent without a tenant. */
  state?: 'granted' | 'missing' | 'notRead'
}

export interface PackAlternative {
  name: string
  note: string
  source: string
  /** Absent: it isn't a rated permission. */
  rated?: { tier: Tier; by: PackRater }
}

export interface PackSetting {
  name: string
  coach: string
  without: string
  /** A directory role of the app. */
  roleName?: string
  /** The least role that can set it; absent: the coach says who. */
  setBy?: Who
  state?: SettingState | 'notRead' | 'confirmed' | 'unconfirmed'
  /** What a person said about a setting that no API shows. */
  confirmed?: { at: Date; by: string }
}

/** What holds in the tenant. Nothing that a person typed: it could name another tenant. */
export interface PackTenant {
  name: string
  domain: string
  id: string
  status: Status
  /** By the last complete read, if the status isn't by it. */
  lastKnown?: Status
  statusSince?: Date
  /** The last complete read; absent: none yet. */
  readAt?: Date
  findings: readonly PackFinding[]
  /** Newest first. */
  consents: readonly PackConsent[]
  blocked?: { at: Date; by: string }
  /** Findings that people accepted until a date, the first to end first. */
  exceptions: readonly PackException[]
  /** Closed by default: its apps get data only while it is opened. */
  isClosedByDefault?: true
  /** The enterprise application in the tenant's Entra. */
  entraUrl?: string
}

export interface PackFinding extends Pick<Finding, 'code' | 'who' | 'since'> {
  /** Values of permissions. */
  permissionValues: readonly string[]
  facts: Readonly<Record<string, string>>
}

/** Without its reason, which a person typed. */
export interface PackException {
  finding: PackFinding
  owner: string
  acceptedBy: string
  acceptedAt: Date
  endsAt: Date
}

/** A consent through a link of ours that a read of the tenant has confirmed. */
export interface PackConsent {
  code: string
  verifiedAt: Date
  requestedBy: string
  /** Who got the link. */
  signer: string
  approvedBy?: string
}
