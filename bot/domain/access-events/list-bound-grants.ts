import type { Tx } from '#platform/storage/database.ts'
import type { Catalog } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { eventSubjectOf } from '../events/event.ts'
import { listToldAllowed } from '../events/subjects-store.ts'
import { listGrantsOf } from '../grants/grants-bulk-store.ts'
import { limitedApps, setsOf } from '../grants/tenant-limit.ts'
import { listTenantsUsing } from '../grants/used-grants-store.ts'
import type { NotedGrant } from './noted-grant.ts'

/**
 * Other grants whose access can be another one now, because an app with a limit is open in other tenants than before: those that
 * were told to be allowed, and those where it is open now. Few, because of the limit.
 */
export async function listBoundGrants(
  { catalog }: Pick<Deps, 'catalog'>,
  tx: Tx,
  noted: readonly NotedGrant[],
): Promise<NotedGrant[]> {
  const limited = limitedAppsOf(catalog, new Set(noted.map(({ setId }) => setId)))
  const known = new Set(noted.map(eventSubjectOf))
  const found = new Map<string, { tenantId: string; setId: string }>()
  for (const { app, limit } of limited) {
    const setIds = setsOf(catalog, app)
    const tenantIds = await listTenantsUsing(tx, setIds, limit)
    const open = tenantIds.flatMap((tenantId) => setIds.map((setId) => ({ tenantId, setId })))
    for (const each of [...open, ...(await listToldAllowed(tx, setIds))])
      if (!known.has(eventSubjectOf(each))) found.set(eventSubjectOf(each), each)
  }
  return withGrants(tx, [...found.values()])
}

const limitedAppsOf = (catalog: Catalog, setIds: ReadonlySet<string>) =>
  limitedApps(catalog.apps).filter(({ app }) => setsOf(catalog, app).some((setId) => setIds.has(setId)))

async function withGrants(
  tx: Tx,
  about: readonly { tenantId: string; setId: string }[],
): Promise<NotedGrant[]> {
  const grants = await listGrantsOf(tx, [...new Set(about.map(({ tenantId }) => tenantId))])
  return about.flatMap(({ tenantId, setId }) => {
    const is = grants.get(tenantId)?.find((grant) => grant.setId === setId)
    return is ? [{ tenantId, setId, is }] : []
  })
}
