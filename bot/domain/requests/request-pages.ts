import type { RequestSnapshot, SnapshotPermission, SnapshotTenant } from './request.ts'

/** One page of what an approval binds. */
export interface RequestPage {
  permissions: readonly SnapshotPermission[]
  tenants: readonly SnapshotTenant[]
}

/** More would not fit into a message, nor be read on a phone. */
const budget = 30
/** A tier-0 permission is shown with its reason. */
const weightOf = ({ tier }: SnapshotPermission): number => (tier === 0 ? 4 : 1)

/**
 * Everything that an approval binds, in pages: permissions by tier, then the tenants, worst first as on the day of the
 * request. The same request always has the same pages, so that nothing slips from one to another while somebody reads.
 */
export function pagesOf({ permissions, tenants }: RequestSnapshot): RequestPage[] {
  const pages: { permissions: SnapshotPermission[]; tenants: SnapshotTenant[] }[] = []
  let left = 0
  const room = (weight: number) => {
    const page = pages.at(-1)
    const fits = page !== undefined && weight <= left
    left = (fits ? left : budget) - weight
    if (fits) return page
    const next = { permissions: [], tenants: [] }
    pages.push(next)
    return next
  }
  room(0)
  for (const each of permissions.toSorted(riskiestFirst)) room(weightOf(each)).permissions.push(each)
  for (const each of tenants) room(1).tenants.push(each)
  return pages
}

const riskiestFirst = (a: SnapshotPermission, b: SnapshotPermission): number =>
  a.tier - b.tier || (a.key < b.key ? -1 : 1)
