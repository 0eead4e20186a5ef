import { UserError } from '#platform/base/errors.ts'
import { shortHash } from '#platform/base/short-hash.ts'
import type { Db } from '#platform/storage/database.ts'
import { planGrant } from '../consent/plan-grant.ts'
import type { GrantPlan, TenantPlan } from '../consent/planned-grant.ts'
import type { Deps } from '../deps.ts'
import type { Refusal } from '../grants/refusal.ts'
import type { BoundApp } from '../grants/tenant-limit.ts'
import type { Scope } from '../people/role-reading.ts'
import { isInScope } from '../people/scope.ts'
import { getSet } from '../requirements/current-requirements.ts'
import { standingBlock } from '../status/closure.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { getTenant } from '../tenants/tenants-store.ts'
import { findSources, type MovePlan, type MoveSource } from './move-sources.ts'

type Needs = Pick<Deps, 'catalog' | 'clientIds' | 'rules'>
export interface MoveOrder {
  setId: string
  tenantId: string
  /** The tenant that gives way, where several could. */
  from?: string | undefined
  /** Tenants that a refusal may name. Default: none. */
  namesOf?: Scope
}

/**
 * Plans a move to a tenant, and which rules refuse it. Undefined if no app of the set is bound elsewhere: it can simply be
 * granted. Reads only our own store. @throws UserError as `planGrant`
 */
export async function planMove(deps: Needs, db: Db, order: MoveOrder): Promise<MovePlan | undefined> {
  const { setId, tenantId, namesOf = [] } = order
  const set = getSet(deps, setId)
  const { uses, leaving, isChosen, sources } = await findSources(deps, db, {
    set,
    tenantId,
    from: order.from,
  })
  if (uses.length === 0) return undefined
  const target = await planGrant(deps, db, { setId, tenantIds: [tenantId], namesOf, leaving })
  const [here] = target.tenants
  if (!here) throw new UserError('TENANT_UNKNOWN', { text: tenantId })
  const choices = isChosen ? [] : await tenantsOf(db, uses, namesOf)
  const refusal = isChosen ? refusalOf(order, here, sources) : undefined
  const apps = uses.map(({ app }) => app)
  const limit = Math.min(...uses.map((use) => use.limit))
  return {
    set,
    apps,
    limit,
    target,
    here,
    sources,
    choices,
    refusal,
    version: versionOf(target, sources, refusal),
  }
}

/** The tenants on both sides, the new one first. */
export const tenantsOfMove = ({ here, sources }: MovePlan): string[] => [
  ...new Set([here.tenant.id, ...sources.map(({ tenant }) => tenant.id)]),
]

async function tenantsOf(db: Db, uses: readonly BoundApp[], namesOf: Scope): Promise<Tenant[]> {
  const several = uses.filter(({ tenantIds }) => tenantIds.length > 1)
  const ids = [...new Set(several.flatMap(({ tenantIds }) => tenantIds))].filter((id) =>
    isInScope(namesOf, id),
  )
  const tenants: Tenant[] = []
  for (const id of ids) tenants.push(await getTenant(db, id))
  return tenants
}

/** The first rule that stands against it. A move lifts no block, and takes nothing from a consent that is under way. */
function refusalOf(
  { namesOf = [] }: MoveOrder,
  { grant, refusal }: TenantPlan,
  sources: readonly MoveSource[],
): Refusal | undefined {
  const named = (all: readonly MoveSource[]) =>
    all.filter(({ tenant }) => isInScope(namesOf, tenant.id)).map(({ tenant }) => tenant.displayName)
  const hidden = sources.some(({ tenant }) => !isInScope(namesOf, tenant.id))
  if (hidden) return { code: 'MOVE_OUT_OF_REACH', facts: { tenants: named(sources) } }
  const waiting = sources.filter((source) => !source.grant.usable)
  if (waiting.length > 0) return { code: 'MOVE_UNDER_WAY', facts: { tenants: named(waiting) } }
  const blocked = grant && standingBlock(grant.memory)
  if (blocked) return { code: 'MOVE_BLOCKED_HERE', facts: { by: blocked.by.name, tenants: named(sources) } }
  if (refusal?.code === 'TENANT_LIMIT_REACHED') return { code: 'MOVE_NEXT_ELSEWHERE', facts: refusal.facts }
  return refusal?.code === 'GRANT_ALREADY_COMPLETE' ? undefined : refusal
}

function versionOf(target: GrantPlan, sources: readonly MoveSource[], refusal?: Refusal): string {
  const parts = sources.map(({ tenant, set, grant }) => `${tenant.id}:${set.id}:${grant.version}`)
  const text = JSON.stringify([target.version, parts, refusal?.code])
  return shortHash(text)
}
