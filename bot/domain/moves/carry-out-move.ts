import { UserError } from '#platform/base/errors.ts'
import type { Approval, Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Consent } from '../consent/consent.ts'
import type { CardLocation } from '../consent/make-consent.ts'
import { makeLinks } from '../consent/make-links.ts'
import { planGrant } from '../consent/plan-grant.ts'
import type { Deps } from '../deps.ts'
import { blockGrantIn } from '../grants/block-grant.ts'
import type { OrderDeps } from '../grants/grant-order.ts'
import type { MovePlan } from './move-sources.ts'

interface Moving {
  plan: MovePlan
  by: Person
  place: CardLocation
  /** Of a request. */
  reason?: string
  approval?: Approval
  signer?: Person | undefined
}

/**
 * In the caller's transaction, after everybody was asked. Undefined if no link is needed.
 * @throws UserError the rule that refuses it, after which the transaction must not be committed
 */
export async function carryOutMove(
  deps: OrderDeps & Pick<Deps, 'random'>,
  tx: Tx,
  { plan, by, place, reason, approval, signer }: Moving,
): Promise<Consent | undefined> {
  if (plan.refusal) throw new UserError(plan.refusal.code, plan.refusal.facts)
  for (const { tenant, set, grant } of plan.sources) {
    const order = { tenantId: tenant.id, setId: set.id, version: grant.version, by }
    await blockGrantIn(deps, tx, { ...order, ...(reason && { reason }), ...(approval && { approval }) })
  }
  const { id: tenantId } = plan.here.tenant
  const target = await planGrant(deps, tx, { setId: plan.set.id, tenantIds: [tenantId] })
  const refusal = target.tenants[0]?.refusal
  if (refusal && refusal.code !== 'GRANT_ALREADY_COMPLETE') throw new UserError(refusal.code, refusal.facts)
  const movedFrom = plan.sources.map(({ tenant, set }) => ({ tenantId: tenant.id, setId: set.id }))
  return makeLinks(deps, tx, { plan: target, by, place, signer, movedFrom, ...(approval && { approval }) })
}
