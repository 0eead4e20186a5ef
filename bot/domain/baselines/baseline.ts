import { memoize } from '#platform/base/memoize.ts'
import type { Person } from '#platform/base/person.ts'
import type { GrantedId } from '../status/granted-id.ts'

/**
 * Why something that was granted after the first read needs no alert. `link`: it is on the list of a consent link. `beyond`:
 * it came with a link, beyond its list, and has that alert already. `accepted`: by a person.
 */
export interface Explanation {
  id: GrantedId
  how: 'link' | 'beyond' | 'accepted'
  at: Date
  /** Who had the link, or accepted it. */
  by?: Person
  /** Of the consent, as on its card. */
  code?: string
  reason?: string
  /** The second person, if one was needed. */
  approvedBy?: Person
}

export interface BaselineConfirmation {
  by: Person
  at: Date
  approvedBy?: Person
}

/** What explains the grants of one set in one tenant. Like a block, it belongs to both and outlives their grant. */
export interface Baseline {
  tenantId: string
  setId: string
  /** Of the enterprise application that has these grants. */
  clientId: string
  madeAt: Date
  /** What the first read found. */
  first: readonly GrantedId[]
  later: readonly Explanation[]
  /** Of `first`. */
  confirmed?: BaselineConfirmation
}

/** Set id → its baseline in one tenant. */
export type Baselines = ReadonlyMap<string, Baseline>

/** Somebody still has to look at what the first read found. */
export const isUnconfirmed = ({ first, confirmed }: Baseline): boolean => first.length > 0 && !confirmed

const asSet = memoize((ids: readonly GrantedId[]): ReadonlySet<GrantedId> => new Set(ids))

/** Everything that a baseline explains. Cached for what the first read found: most tenants share that list. */
export const explainedIds = ({ first, later }: Baseline): ReadonlySet<GrantedId> =>
  later.length > 0 ? new Set([...first, ...later.map(({ id }) => id)]) : asSet(first)
