import type { Person } from '#platform/base/person.ts'
import { type Address, addressKey } from '#platform/outbox/address.ts'
import type { Severity } from './alert.ts'
import type { Quiet } from './quiet-hours.ts'

/** What one conversation wants to be told. */
export interface Subscription {
  /** Conversation id, or `person:` with tenant and object id. */
  address: string
  /** Absent: every tenant, and what concerns this installation itself. */
  tenantId?: string
  /** Absent: every set. */
  setId?: string
  /** The least that is told. */
  severity: Severity
  by: Person
  createdAt: Date
}

export type PlaceKind = 'personal' | 'groupChat' | 'channel'

/** How a conversation wants to be told. */
export interface PlaceRules {
  kind: PlaceKind
  timeZone: string
  quiet?: Quiet
}

interface Where {
  conversationId: string
  conversationKind: PlaceKind
}

/** A person's own chat is theirs wherever it is opened; a channel is meant as a whole, not the thread in which it was said. */
export function placeKeyOf({ conversationId, conversationKind }: Where, person: Person): string {
  const own: Address = { person: { tenantId: person.tenantId, objectId: person.objectId } }
  if (conversationKind === 'personal') return addressKey(own)
  return conversationKind === 'channel'
    ? (conversationId.split(';messageid=', 1)[0] ?? conversationId)
    : conversationId
}
