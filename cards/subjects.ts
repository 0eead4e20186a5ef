import type { PreviewRef, RetirementRef } from './retirement-text.ts'
import type { PermissionType, Tier, TierSource } from './words/codes.ts'

/** What cards name. All texts may come from outside; cards escape them. */
export interface TenantRef {
  /** GUID, lower case. */
  id: string
  name: string
  domain: string
  /** It isn't on the list any more, so nothing leads to it. */
  isRemoved?: true
}

export interface SetRef {
  id: string
  name: string
}

export interface AppRef {
  id: string
  name: string
}

export interface PersonRef {
  name: string
}

/** Which action buttons a card shows. The server checks again; a shared card shows all. */
export interface Rights {
  /** Sync now, Sync all. */
  sync: boolean
  /** Grant, block, unblock, reset, add and remove tenants. */
  grant: boolean
}

/** A permission as the catalog explains it. */
export interface PermissionRef {
  api: string
  value: string
  type: PermissionType
  tier: Tier
  /** Who rated it; absent: nobody, or the catalog doesn't say. */
  tierSource?: TierSource | undefined
  reason: string
  without: string
  /** The API behind it ends. */
  retires?: RetirementRef | undefined
  /** The API behind it is a preview. */
  preview?: PreviewRef | undefined
}
