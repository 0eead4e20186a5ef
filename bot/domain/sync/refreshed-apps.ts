import type { Tx } from '#platform/storage/database.ts'
import type { Catalog, CatalogApp } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { listUsableSets } from '../grants/grants-store.ts'
import { markRefreshed, type RefreshedApps } from '../tenants/app-refreshes-store.ts'

/** Apps that only a scheduled sync refreshes. */
export const notRefreshedByHand = (catalog: Catalog): CatalogApp[] =>
  catalog.apps.filter((app) => !app.manualSync)

/**
 * Stores the refresh time of every app that may use this tenant's data; the access API returns it to the app. A manual sync
 * skips the apps whose catalog entry says so. Returns both kinds of apps.
 */
export async function noteRefreshedApps(
  deps: Pick<Deps, 'catalog'>,
  tx: Tx,
  { tenantId, manual, at }: { tenantId: string; manual: boolean; at: Date },
): Promise<RefreshedApps> {
  const apps = appsOf(deps.catalog, await listUsableSets(tx, tenantId))
  await markRefreshed(tx, tenantId, refreshedBy(apps, manual), at)
  return apps
}

/** The apps that may use a tenant's data if these sets are usable there. */
export function appsOf(catalog: Catalog, usableSets: readonly string[]): RefreshedApps {
  const usable = new Set(usableSets)
  const apps = new Set(catalog.sets.filter((set) => usable.has(set.id)).flatMap((set) => set.apps))
  const ids = (manualSync: boolean): string[] =>
    catalog.apps.filter((app) => apps.has(app.id) && app.manualSync === manualSync).map(({ id }) => id)
  return { byHand: ids(true), bySchedule: ids(false) }
}

/** The apps that this kind of sync refreshes. */
export const refreshedBy = ({ byHand, bySchedule }: RefreshedApps, manual: boolean): readonly string[] =>
  manual ? byHand : [...byHand, ...bySchedule]
