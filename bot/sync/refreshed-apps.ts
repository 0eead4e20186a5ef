import type { App, Catalog } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { listUsableSets } from '../grants/grants-store.ts'
import type { Tx } from '../jobs/jobs.ts'
import { markRefreshed, type RefreshedApps } from './app-refreshes-store.ts'

/** Apps that a manual sync leaves alone; the scheduled one refreshes them. */
export const notRefreshedByHand = (catalog: Catalog): App[] => catalog.apps.filter((app) => !app.manualSync)

/**
 * Notes for every app that may use this tenant's data that its permissions were checked now; the access API shows
 * it to the app. A manual sync leaves out the apps whose catalog entry says so. Gives both kinds of these apps.
 */
export async function noteRefreshedApps(
  deps: Pick<Deps, 'catalog'>,
  tx: Tx,
  { tenantId, manual, at }: { tenantId: string; manual: boolean; at: Date },
): Promise<RefreshedApps> {
  const usable = new Set(await listUsableSets(tx, tenantId))
  const apps = new Set(deps.catalog.sets.filter((set) => usable.has(set.id)).flatMap((set) => set.apps))
  const ids = (manualSync: boolean): string[] =>
    deps.catalog.apps.filter((app) => apps.has(app.id) && app.manualSync === manualSync).map(({ id }) => id)
  const [byHand, bySchedule] = [ids(true), ids(false)]
  await markRefreshed(tx, tenantId, manual ? byHand : [...byHand, ...bySchedule], at)
  return { byHand, bySchedule }
}
