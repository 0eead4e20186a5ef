import { UserError } from '#platform/base/errors.ts'
import type { Db } from '#platform/storage/database.ts'
import { appsOfSet } from '../catalog/find.ts'
import type { Catalog, CatalogApp, PermissionSet } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { Scope } from '../people/role-reading.ts'
import { isInScope } from '../people/scope.ts'
import type { OtherUse } from '../status/assessment.ts'
import { findTenant } from '../tenants/tenants-store.ts'
import type { Refusal } from './refusal.ts'
import { listTenantsUsing } from './used-grants-store.ts'

/*
 * An app with a limit is open in its first tenants only: those that have used it the longest, then those with a consent under
 * way. Every act that could put it into another tenant asks here, and so does the access API, because a read can find a
 * grant that nobody made through us.
 */

type Needs = Pick<Deps, 'catalog'>

/** An app that isn't open in a tenant, and where it is. */
export interface BoundApp extends OtherUse {
  appId: string
  tenantIds: readonly string[]
}

/**
 * Of these tenants, those in which the set is beyond the limit of an app, with the reason. A tenant that doesn't use the app
 * comes last, in the order given. Tenants outside `namesOf` are not named; those of `leaving` count as if they didn't use it.
 */
export async function tenantLimitRefusals(
  { catalog }: Needs,
  db: Db,
  set: PermissionSet,
  tenantIds: readonly string[],
  { namesOf = [], leaving = [] }: { namesOf?: Scope; leaving?: readonly string[] } = {},
): Promise<Map<string, Refusal>> {
  const refusals = new Map<string, Refusal>()
  for (const { app, limit } of limitedApps(appsOfSet(catalog, set))) {
    const first = await listTenantsUsing(db, setsOf(catalog, app), limit + leaving.length)
    const using = first.filter((id) => !leaving.includes(id))
    const open = openTenants(using, tenantIds, limit)
    const named = open.filter((id) => isInScope(namesOf, id))
    for (const tenantId of tenantIds) {
      if (!open.includes(tenantId)) refusals.set(tenantId, await refusal(db, { app, limit, set }, named))
    }
  }
  return refusals
}

/** Why one set can't be in use in one tenant: TENANT_LIMIT_REACHED, or undefined. */
export async function tenantLimitRefusal(
  deps: Needs,
  db: Db,
  { tenantId, setId, namesOf }: { tenantId: string; setId: string; namesOf?: Scope | undefined },
): Promise<UserError | undefined> {
  const set = deps.catalog.sets.find(({ id }) => id === setId)
  const found =
    set && (await tenantLimitRefusals(deps, db, set, [tenantId], namesOf ? { namesOf } : {})).get(tenantId)
  return found && new UserError(found.code, found.facts)
}

/** The first tenants that use an app, as many as its limit. */
export type ListUsing = (limited: LimitedApp) => readonly string[]

/** The sets of a tenant that are not open to their apps, because one of these is open in other tenants. */
export async function listUsedElsewhere(
  { catalog }: Needs,
  db: Db,
  tenantId: string,
): Promise<Map<string, BoundApp>> {
  return usedElsewhere(catalog, tenantId, await readUsing(catalog, db, catalog.apps))
}

/** The same, from what was read. */
export function usedElsewhere(
  catalog: Catalog,
  tenantId: string,
  listUsing: ListUsing,
): Map<string, BoundApp> {
  const found = new Map<string, BoundApp>()
  for (const limited of limitedApps(catalog.apps)) {
    const bound = boundIn(tenantId, limited, listUsing(limited))
    if (bound) for (const setId of setsOf(catalog, limited.app)) found.set(setId, bound)
  }
  return found
}

/** Each app of a set that isn't open in a tenant, because it is open in others. */
export async function listOtherUses(
  { catalog }: Needs,
  db: Db,
  set: PermissionSet,
  tenantId: string,
): Promise<BoundApp[]> {
  const apps = appsOfSet(catalog, set)
  return otherUses(apps, tenantId, await readUsing(catalog, db, apps))
}

/** The same, from what was read. `apps`: of the set. */
export const otherUses = (apps: readonly CatalogApp[], tenantId: string, listUsing: ListUsing): BoundApp[] =>
  limitedApps(apps).flatMap((limited) => boundIn(tenantId, limited, listUsing(limited)) ?? [])

/** Once for each app, not for each of its sets. */
async function readUsing(catalog: Catalog, db: Db, apps: readonly CatalogApp[]): Promise<ListUsing> {
  const using = new Map<string, string[]>()
  for (const { app, limit } of limitedApps(apps))
    using.set(app.id, await listTenantsUsing(db, setsOf(catalog, app), limit))
  return ({ app }) => using.get(app.id) ?? []
}

function boundIn(
  tenantId: string,
  { app, limit }: LimitedApp,
  using: readonly string[],
): BoundApp | undefined {
  const tenantIds = openTenants(using, [tenantId], limit)
  return tenantIds.includes(tenantId) ? undefined : { appId: app.id, app: app.name, limit, tenantIds }
}

/** The first app of a set that isn't open in a tenant; undefined if all are. */
export async function findUsedElsewhere(
  deps: Needs,
  db: Db,
  { tenantId, setId }: { tenantId: string; setId: string },
): Promise<BoundApp | undefined> {
  const set = deps.catalog.sets.find(({ id }) => id === setId)
  const [first] = set ? await listOtherUses(deps, db, set, tenantId) : []
  return first
}

/** `findUsedElsewhere` for many grants in one transaction: each app is looked up once. */
export function makeLimitLookup(
  { catalog }: Needs,
  db: Db,
): (grant: { tenantId: string; setId: string }) => Promise<OtherUse | undefined> {
  const known = new Map<string, Promise<string[]>>()
  const firstOf = ({ app, limit }: LimitedApp): Promise<string[]> => {
    const found = known.get(app.id) ?? listTenantsUsing(db, setsOf(catalog, app), limit)
    known.set(app.id, found)
    return found
  }
  return async ({ tenantId, setId }) => {
    const set = catalog.sets.find(({ id }) => id === setId)
    for (const limited of limitedApps(set ? appsOfSet(catalog, set) : [])) {
      const bound = boundIn(tenantId, limited, await firstOf(limited))
      if (bound) return bound
    }
    return undefined
  }
}

interface LimitedApp {
  app: CatalogApp
  limit: number
}

/** Those with a limit. */
export const limitedApps = (apps: readonly CatalogApp[]): LimitedApp[] =>
  apps.flatMap((app) => (app.tenantLimit === undefined ? [] : [{ app, limit: app.tenantLimit }]))

/** Where an app is open, if the others come after those that use it. */
const openTenants = (using: readonly string[], others: readonly string[], limit: number): string[] =>
  [...new Set([...using, ...others])].slice(0, limit)

/** Of an app. */
export const setsOf = (catalog: Catalog, app: CatalogApp): string[] =>
  catalog.sets.filter((set) => set.apps.includes(app.id)).map((set) => set.id)

async function refusal(
  db: Db,
  { app, limit, set }: { app: CatalogApp; limit: number; set: PermissionSet },
  usedIn: readonly string[],
): Promise<Refusal> {
  const tenants = await Promise.all(usedIn.slice(0, 3).map((id) => findTenant(db, id)))
  const names = tenants.flatMap((tenant) => tenant?.displayName ?? [])
  return { code: 'TENANT_LIMIT_REACHED', facts: { app: app.name, limit, tenants: names, set: set.name } }
}
