import type { Person } from '#platform/base/person.ts'
import { addressKey } from '#platform/outbox/address.ts'
import type { Scope } from '../people/role-reading.ts'

/** `deputy`: whoever is told what the owner doesn't answer. */
export const ownerParts = ['owner', 'deputy'] as const
export type OwnerPart = (typeof ownerParts)[number]

/** Who holds a part: a person, or everybody in a group of the home tenant. */
export type Holder = { person: Person } | { groupId: string; name: string }

/** What belongs to somebody: a tenant, a set in every tenant, or a set in one tenant. */
export interface Belonging {
  tenantId?: string
  setId?: string
}

/** A set alone is that set in every tenant. */
export const tenantsOfBelonging = ({ tenantId }: Belonging): Scope =>
  tenantId === undefined ? 'all' : [tenantId]

export interface Ownership extends Belonging {
  part: OwnerPart
  holder: Holder
  /** Who said so. */
  by: Person
  at: Date
}

/** The stored form of a holder, which also finds what they hold. */
export const holderKey = (holder: Holder): string =>
  'person' in holder ? addressKey({ person: holder.person }) : groupKey(holder.groupId)

export const groupKey = (groupId: string): string => `group:${groupId}`

export const holderName = (holder: Holder): string => ('person' in holder ? holder.person.name : holder.name)

/**
 * The most specific one of a part: of the pair, then of the tenant, then of the set. Whoever knows the customer comes before
 * whoever knows the product.
 */
export function mostSpecific(
  all: readonly Ownership[],
  part: OwnerPart,
  { tenantId, setId }: Belonging,
): Ownership | undefined {
  const of = (wanted: Belonging): Ownership | undefined =>
    all.find((each) => each.part === part && each.tenantId === wanted.tenantId && each.setId === wanted.setId)
  const ofPair = tenantId !== undefined && setId !== undefined ? of({ tenantId, setId }) : undefined
  const ofTenant = tenantId === undefined ? undefined : of({ tenantId })
  return ofPair ?? ofTenant ?? (setId === undefined ? undefined : of({ setId }))
}
