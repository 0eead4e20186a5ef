import type { Tx } from '#platform/storage/database.ts'
import type { Catalog, CatalogApp } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { listUsableSets } from '../grants/grants-store.ts'
import { markRefreshed, type RefreshedApps } from '../tenants/app-refreshes-store.ts'

/** Apps that a manual sync leaves alone; the scheduled one refreshes them. */
export const notRefreshedByHand = (catalog: Catalog): CatalogApp[] =>
  catalog.apps.filter((app) => !app.manualSync)

/**
 * Notes for every app that may use this tenant's data that its permissions were checked now; the access API shows
 * it to the app. A manual sync leaves out the apps whose catalog entry says so. Gives both kinds of these apps.
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

/** The apps that may use the data of a tenant in which these sets are usable. */
export function appsOf(catalog: Catalog, usableSets: readonly string[]): RefreshedApps {
  const usable = new Set(usableSets)
  const apps = new Set(catalog.sets.filter((set) => usable.has(set.id)).flatMap((set) => set.apps))
  const ids = (manualSync: boolean): string[] =>
    catalog.apps.filter((app) => apps.has(app.id) && app.manualSync === manualSync).map(({ id }) => id)
  return { byHand: ids(true), bySchedule: ids(false) }
}

/** Those that this kind of sync refreshes. */
export const refreshedBy = ({ byHand, bySchedule }: RefreshedApps, manual: boolean): readonly string[] =>
  manual ? byHand : [...byHand, ...bySchedule]
