import { planGrant } from '#domain/consent/plan-grant.ts'
import { beyondHash } from '#domain/grants/foresee-unblock.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { planMove, tenantsOfMove } from '#domain/moves/plan-move.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { findRefusals } from '#domain/requests/assert-sensible.ts'
import { hashOfMany } from '#domain/requests/hash-of-many.ts'
import type { ManyOrder, Order } from '#domain/requests/request.ts'
import { readSnapshot } from '#domain/requests/snapshot.ts'
import { getRequirement } from '#domain/requirements/current-requirements.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { packIds } from '../../../cards/pack-ids.ts'
import type { Lead } from '../teams/actions/action.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { seenPart } from './asking-view.ts'
import type { HandlerDeps } from './handler-deps.ts'

/** The button that confirms an order in its tenants, with the versions of this moment. The act itself says what is gone. */
export async function leadOfOrder(deps: HandlerDeps, order: LiftOrder | ManyOrder): Promise<Lead> {
  const { kind, setId = '', tenantIds, until } = order
  const { db } = deps.database
  const [tenantId = '', ...others] = tenantIds
  if (others.length > 0 && isOfMany(order)) return leadOfMany(deps, order)
  if (kind === 'remove') {
    const tenant = await findTenant(db, tenantId)
    return { verb: 'tenant.confirmRemove', input: { tenantId, v: tenant?.version ?? 0 }, order }
  }
  const grant = await findGrant(db, tenantId, setId)
  const input = { tenantId, setId, v: grant?.version ?? 0 }
  if (kind === 'block') return { verb: 'grant.confirmBlock', input, order }
  if (kind === 'reset') return { verb: 'grant.reset', input, order }
  const requirement = await getRequirement(deps, db, setId)
  const beyond = grant ? beyondHash(requirement, grant.memory) : ''
  const end = until !== undefined && { until }
  return { verb: 'grant.confirmUnblock', input: { ...input, beyond, ...end }, order }
}

/** Opening for a time has no button of its own: a second person always decides. */
type LiftOrder = Order & { kind: 'unblock' | 'open' }

const isOfMany = (order: LiftOrder | ManyOrder): order is ManyOrder => order.kind !== 'open'

async function leadOfMany(deps: HandlerDeps, order: ManyOrder): Promise<Lead> {
  const { kind, setId, tenantIds, until } = order
  const { db } = deps.database
  const v = seenPart(await hashOfMany(db, order, await readSnapshot(deps, db, order)))
  const input = { kind, tenants: packIds(tenantIds), v, ...(setId && { setId }), ...(until && { until }) }
  const leftOut = await findRefusals(deps, db, order)
  return { verb: kind === 'block' ? 'block.confirmMany' : 'order.confirmMany', input, order, leftOut }
}

/** The button of the plan of a grant. Only tenants in which something can start are asked for. @throws UserError as `planGrant` */
export async function leadOfGrant(
  deps: HandlerDeps,
  actor: Actor,
  given: { setId: string; tenantIds: readonly string[]; until?: string | undefined },
): Promise<Lead> {
  const { setId, tenantIds: named, until } = given
  const end = until !== undefined && { until }
  const { db } = deps.database
  const namesOf = scopeOf(actor, 'viewer')
  const all = await planGrant(deps, db, { setId, tenantIds: named, namesOf })
  const leftOut = new Map(
    all.tenants.flatMap(({ tenant, refusal }) => (refusal ? [[tenant.id, refusal] as const] : [])),
  )
  const able = named.filter((id) => !leftOut.has(id))
  const tenantIds = able.length > 0 ? able : named
  const { version } = await planGrant(deps, db, { setId, tenantIds, namesOf })
  const order = { kind: 'grant' as const, setId, tenantIds, ...end }
  return { verb: 'grant.start', input: { setId, tenantIds, v: version, ...end }, order, leftOut }
}

/** The button of the plan of a move; undefined while the plan asks which tenant gives way. @throws UserError its refusal, or as `planMove` */
export async function leadOfMove(
  deps: HandlerDeps,
  actor: Actor,
  given: { setId: string; tenantId: string; from?: string | undefined },
): Promise<Lead | undefined> {
  const { setId, tenantId } = given
  const namesOf = scopeOf(actor, 'viewer')
  const plan = await planMove(deps, deps.database.db, { ...given, namesOf })
  if (!plan) return leadOfGrant(deps, actor, { setId, tenantIds: [tenantId] })
  if (plan.choices.length > 0) return undefined
  // Its tenants can be hidden from this person.
  if (plan.refusal) throw new UserError(plan.refusal.code, plan.refusal.facts)
  const from = [...new Set(plan.sources.map(({ tenant }) => tenant.id))]
  const order = { kind: 'move' as const, setId, tenantIds: tenantsOfMove(plan) }
  return { verb: 'move.start', input: { setId, tenantId, from, v: plan.version }, order }
}
