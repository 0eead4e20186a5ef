import type { Db } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Status } from '../status/status.ts'
import { limitedApps, setsOf } from './tenant-limit.ts'
import { listTenantsUsing } from './used-grants-store.ts'

/** Set id → for each of its apps whose limit is used up, the tenants in which that app is open. */
export type BoundSets = ReadonlyMap<string, readonly (readonly string[])[]>

/** In the others, what holds does so by itself. In these the set can't be granted, so it isn't counted as open. */
export const boundStatuses: ReadonlySet<Status> = new Set([
  'error',
  'notGranted',
  'updateRequired',
  'settingsRequired',
])

/** The sets that no further tenant can use, for cards about many tenants. One or two statements for each limited app. */
export async function listBoundSets({ catalog }: Pick<Deps, 'catalog'>, db: Db): Promise<BoundSets> {
  const bound = new Map<string, string[][]>()
  for (const { app, limit } of limitedApps(catalog.apps)) {
    const sets = setsOf(catalog, app)
    const open = await listTenantsUsing(db, sets, limit)
    if (open.length < limit) continue
    for (const setId of sets) bound.set(setId, [...(bound.get(setId) ?? []), open])
  }
  return bound
}

/** Whether a set can't be granted in a tenant, because an app of it is used in others. */
export const isBoundElsewhere = (
  bound: BoundSets,
  { tenantId, setId, status }: { tenantId: string; setId: string; status: Status },
): boolean => boundStatuses.has(status) && (bound.get(setId) ?? []).some((open) => !open.includes(tenantId))
