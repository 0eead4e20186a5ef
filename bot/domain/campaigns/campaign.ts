import type { Person } from '#platform/base/person.ts'
import type { Permission } from '../catalog/permission-set.ts'

/** `superseded`: the list changed again, and a newer campaign took over the waiting tenants. */
export type CampaignState = 'open' | 'done' | 'superseded'

/** Follows the consents to a grown requirement list in all tenants that had the whole set. */
export interface Campaign {
  id: number
  setId: string
  /** Version of the new requirement. */
  requirementVersion: string
  added: readonly Permission[]
  removed: readonly Permission[]
  state: CampaignState
  version: number
  openedAt: Date
  endedAt?: Date
  reminded?: { at: Date; by: Person }
  /** Day of the last step at which it reminded by itself. */
  chased?: number
}

/** `left`: accepted, blocked, or removed, so no longer waited for. */
export type MemberStage = 'waiting' | 'verified' | 'left'

/** Number of tenants per stage. Every tenant is counted once. */
export interface Progress {
  notStarted: number
  /** The link isn't opened yet. */
  sent: number
  opened: number
  /** Microsoft has reported the consent, and the tenant is read until it is visible. */
  consented: number
  verified: number
  left: number
}

export const waitingOf = ({ notStarted, sent, opened, consented }: Progress): number =>
  notStarted + sent + opened + consented

/** A tenant that a campaign waits for. */
export interface Waiting {
  tenantId: string
  stage: 'notStarted' | 'sent' | 'opened' | 'consented'
  /** When the open link was created or the tenant joined, whichever is later. */
  movedAt: Date
  /** The person who has the open link. */
  holder?: Person
  consentId?: string
}
