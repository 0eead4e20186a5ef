import type { Person } from '#platform/base/person.ts'
import { addressKey } from '#platform/outbox/address.ts'
import type { Severity } from './alert.ts'
import type { Quiet } from './quiet-hours.ts'

/** Which alerts one conversation receives. */
export interface Subscription {
  /** Conversation ID, or `person:` with tenant and object ID. */
  address: string
  /** Absent: every tenant, and operator alerts. */
  tenantId?: string
  /** Absent: every set. */
  setId?: string
  /** Lowest severity that is posted. */
  severity: Severity
  by: Person
  createdAt: Date
  /** When people ended it. */
  endedAt?: Date
}

export type PlaceKind = 'personal' | 'groupChat' | 'channel'

/** How a conversation receives alerts. */
export interface PlaceRules {
  kind: PlaceKind
  timeZone: string
  quiet?: Quiet
}

/** Keys a personal chat by its person, and a channel without the thread in which the command was sent. */
export function placeKeyOf(
  { conversationId, conversationKind }: { conversationId: string; conversationKind: PlaceKind },
  { tenantId, objectId }: Person,
): string {
  if (conversationKind === 'personal') return addressKey({ person: { tenantId, objectId } })
  return conversationKind === 'channel'
    ? (conversationId.split(';messageid=', 1)[0] ?? conversationId)
    : conversationId
}
