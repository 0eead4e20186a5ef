import type { Person } from '#platform/base/person.ts'
import type { Permission } from '../catalog/permission-set.ts'

/** `superseded`: the list changed again, and a newer campaign took over what was left. */
export type CampaignState = 'open' | 'done' | 'superseded'

/** A requirement list that has grown, and what becomes of it in the tenants that had the whole set. */
export interface Campaign {
  id: number
  setId: string
  /** Version of the requirement that is asked for. */
  requirementVersion: string
  added: readonly Permission[]
  removed: readonly Permission[]
  state: CampaignState
  version: number
  openedAt: Date
  endedAt?: Date
  reminded?: { at: Date; by: Person }
}

/** `left`: blocked or not wanted any more, so that nobody waits for it. */
export type MemberStage = 'waiting' | 'verified' | 'left'

/** How far the tenants of a campaign are. Every tenant is counted once. */
export interface Progress {
  notStarted: number
  /** A link is out and nobody opened it. */
  sent: number
  opened: number
  /** Microsoft's page answered, and it is read until the consent shows. */
  consented: number
  verified: number
  left: number
}

export const waitingOf = ({ notStarted, sent, opened, consented }: Progress): number =>
  notStarted + sent + opened + consented

/** One tenant that a campaign waits for. */
export interface Waiting {
  tenantId: string
  stage: 'notStarted' | 'sent' | 'opened' | 'consented'
  /** When somebody last did something about it; when it joined, if nobody ever did. */
  movedAt: Date
  /** Whose link is out. */
  holder?: Person
  consentId?: string
}
