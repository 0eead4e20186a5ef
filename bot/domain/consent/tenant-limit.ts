import type { Kysely } from 'kysely'
import type { ErrorFacts, UserErrorCode } from '#platform/base/errors.ts'
import type { Schema } from '#platform/storage/schema.ts'
import type { Catalog, CatalogApp, PermissionSet } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { listTenantsUsingSet } from '../grants/grants-store.ts'
import type { Scope } from '../people/role-reading.ts'
import { isInScope } from '../people/scope.ts'
import { getTenant } from '../tenants/tenants-store.ts'

/** Why a set cannot be granted in one tenant. */
export interface Refusal {
  code: UserErrorCode
  facts: ErrorFacts
}

/**
 * Tenants of the plan that exceed the tenant limit of an app, with the reason. A tenant that already uses the app stays within
 * it; within one plan the order decides. Tenants outside `namesOf` are not named.
 */
export async function tenantLimitRefusals(
  deps: Pick<Deps, 'catalog'>,
  db: Kysely<Schema>,
  set: PermissionSet,
  tenantIds: readonly string[],
  namesOf: Scope,
): Promise<Map<string, Refusal>> {
  const refusals = new Map<string, Refusal>()
  for (const app of limitedApps(deps.catalog, set)) {
    const users = await listTenantsUsingSet(db, setsOf(deps.catalog, app))
    const taken = new Set(users.map(({ tenantId }) => tenantId))
    for (const tenantId of tenantIds) {
      if (taken.has(tenantId)) continue
      if (taken.size < (app.tenantLimit ?? Number.POSITIVE_INFINITY)) {
        taken.add(tenantId)
        continue
      }
      refusals.set(
        tenantId,
        await refusal(
          db,
          app,
          set,
          [...taken].filter((id) => isInScope(namesOf, id)),
        ),
      )
    }
  }
  return refusals
}

const limitedApps = (catalog: Catalog, set: PermissionSet): CatalogApp[] =>
  catalog.apps.filter((app) => app.tenantLimit !== undefined && set.apps.includes(app.id))

const setsOf = (catalog: Catalog, app: CatalogApp): string[] =>
  catalog.sets.filter((set) => set.apps.includes(app.id)).map((set) => set.id)

async function refusal(
  db: Kysely<Schema>,
  app: CatalogApp,
  set: PermissionSet,
  takenBy: string[],
): Promise<Refusal> {
  const names = await Promise.all(
    takenBy.slice(0, 3).map(async (id) => (await getTenant(db, id)).displayName),
  )
  return {
    code: 'TENANT_LIMIT_REACHED',
    facts: { app: app.name, limit: app.tenantLimit ?? 0, tenants: names, set: set.name },
  }
}
