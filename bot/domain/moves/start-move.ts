import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'
import { assertRegistered } from '../consent/assert-registered.ts'
import type { Consent } from '../consent/consent.ts'
import type { CardLocation } from '../consent/make-consent.ts'
import type { Deps } from '../deps.ts'
import type { OrderDeps } from '../grants/grant-order.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { assertMayAlone } from '../people/second-person.ts'
import type { RefreshDeps } from '../requirements/refresh-requirements.ts'
import { carryOutMove } from './carry-out-move.ts'
import type { MovePlan } from './move-sources.ts'
import { type MoveOrder, planMove, tenantsOfMove } from './plan-move.ts'

interface StartOrder extends MoveOrder {
  /** Version of the plan the person saw. */
  planVersion: string
  by: Person
  place: CardLocation
}

/**
 * Moves an app: blocks it where it is in use and hands out the links for here, in one transaction, so that a crash leaves both
 * or neither. Undefined if everything is granted here already. Whoever moves needs the rights of a grant in all the tenants.
 * @throws UserError as `startGrant`, or the first rule that refuses the move
 */
export async function startMove(
  deps: RefreshDeps & OrderDeps & Pick<Deps, 'random' | 'people'>,
  order: StartOrder,
): Promise<Consent | undefined> {
  const seen = await getPlan(deps, deps.database.db, order)
  const tenantIds = tenantsOfMove(seen)
  const { roles } = await assertStillMay(deps, order.by, 'approver', tenantIds, { gives: true })
  if (seen.version !== order.planVersion) throw new UserError('CARD_OUTDATED')
  if (seen.refusal) throw new UserError(seen.refusal.code, seen.refusal.facts)
  if (!seen.here.refusal)
    await assertRegistered(deps, seen.target.requirement, { reader: seen.here.needsConnection })
  return deps.database.transaction(async (tx) => {
    const plan = await getPlan(deps, tx, order)
    const { permissions } = plan.target.requirement
    const { setId } = order
    const by = { ...plainPerson(order.by), roles }
    await assertMayAlone(deps, tx, { kind: 'move', by, tenantIds: tenantsOfMove(plan), permissions, setId })
    if (plan.version !== order.planVersion) throw new UserError('CARD_OUTDATED')
    return carryOutMove(deps, tx, { plan, by: order.by, place: order.place })
  })
}

/** @throws UserError CARD_OUTDATED when nothing stands in the way any more, so that it can simply be granted */
async function getPlan(
  deps: Pick<Deps, 'catalog' | 'clientIds' | 'rules'>,
  db: Db,
  order: MoveOrder,
): Promise<MovePlan> {
  const plan = await planMove(deps, db, order)
  if (!plan || plan.choices.length > 0) throw new UserError('CARD_OUTDATED')
  return plan
}
