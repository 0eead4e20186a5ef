import type { Db } from '#platform/storage/database.ts'
import type { PermissionSet } from '../catalog/permission-set.ts'
import type { GrantPlan, TenantPlan } from '../consent/planned-grant.ts'
import type { Deps } from '../deps.ts'
import type { Grant } from '../grants/grant.ts'
import { listGrants } from '../grants/grants-store.ts'
import type { Refusal } from '../grants/refusal.ts'
import { type BoundApp, listOtherUses, setsOf } from '../grants/tenant-limit.ts'
import { standingBlock } from '../status/closure.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { findTenant } from '../tenants/tenants-store.ts'

type Needs = Pick<Deps, 'catalog'>

/** A set that is blocked in the tenant that the app leaves. */
export interface MoveSource {
  tenant: Tenant
  set: PermissionSet
  grant: Grant
}

/** How an app with a limit comes to another tenant: blocked there, then granted here. */
export interface MovePlan {
  set: PermissionSet
  /** Names of the apps that move. */
  apps: readonly string[]
  /** In how many tenants they work. */
  limit: number
  /** The grant here, as it is once the others are blocked. */
  target: GrantPlan
  here: TenantPlan
  sources: readonly MoveSource[]
  /** Tenants of which one must give way, while none is chosen. */
  choices: readonly Tenant[]
  refusal?: Refusal
  /** Changes when anything a person decides on changes. */
  version: string
}

interface Sources {
  /** The apps that must leave another tenant. */
  uses: readonly BoundApp[]
  /** The tenants that they leave. */
  leaving: readonly string[]
  /** Where several tenants could give way, one is chosen. */
  isChosen: boolean
  sources: readonly MoveSource[]
}

/** What must be blocked elsewhere before a set can be granted in a tenant; `from`: the tenant that gives way. */
export async function findSources(
  deps: Needs,
  db: Db,
  { set, tenantId, from }: { set: PermissionSet; tenantId: string; from?: string | undefined },
): Promise<Sources> {
  const uses = await listOtherUses(deps, db, set, tenantId)
  const chosen = uses.map((use) => leavingFor(use, from))
  const leaving = [...new Set(chosen.flatMap((id) => id ?? []))]
  const isChosen = chosen.every((id) => id !== undefined)
  return { uses, leaving, isChosen, sources: await listSources(deps, db, uses, leaving) }
}

/** With a limit of one it is the only one; otherwise somebody chooses. */
function leavingFor({ tenantIds }: BoundApp, from: string | undefined): string | undefined {
  const [only, ...more] = tenantIds
  if (more.length === 0) return only
  return tenantIds.find((id) => id === from)
}

/** The sets of the apps that are in use, or waiting, in the tenants that they leave. */
async function listSources(
  { catalog }: Needs,
  db: Db,
  uses: readonly BoundApp[],
  leaving: readonly string[],
): Promise<MoveSource[]> {
  const moving = catalog.apps.filter(({ id }) => uses.some(({ appId }) => appId === id))
  const setIds = new Set(moving.flatMap((app) => setsOf(catalog, app)))
  const sources: MoveSource[] = []
  for (const tenantId of leaving) {
    const tenant = await findTenant(db, tenantId)
    for (const grant of tenant ? await listGrants(db, tenantId) : []) {
      const set = catalog.sets.find(({ id }) => id === grant.setId && setIds.has(id))
      const isUsed = (grant.usable || grant.memory.consent) && !standingBlock(grant.memory)
      if (tenant && set && isUsed) sources.push({ tenant, set, grant })
    }
  }
  return sources
}
