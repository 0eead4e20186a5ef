import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import type { Deps } from '../deps.ts'
import { permissionsAtStake } from '../grants/grant-order.ts'
import { givesAccess } from '../people/act-kinds.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { assertMayAlone } from '../people/second-person.ts'
import { assertSensible } from './assert-sensible.ts'
import { carryOutEach, type EffectDeps } from './carry-out.ts'
import { hashOfMany } from './hash-of-many.ts'
import type { ManyOrder, RequestOutcome } from './request.ts'
import { readSnapshot } from './snapshot.ts'

/**
 * Does in several tenants what one person may do alone, in one transaction and with the same functions as a click in each.
 * @throws UserError as `assertStillMay`, APPROVAL_NEEDED, CARD_OUTDATED when it isn't what the card showed, or the refusal if
 * every tenant refuses
 */
export async function actAlone(
  deps: EffectDeps & Pick<Deps, 'people'>,
  { order, seen, by }: { order: ManyOrder; seen: string; by: Person },
): Promise<RequestOutcome> {
  const { kind, setId, tenantIds, until } = order
  const { roles } = await assertStillMay(deps, by, 'approver', tenantIds, { gives: givesAccess(kind) })
  return deps.database.transaction(async (tx) => {
    const hash = await hashOfMany(tx, order, await readSnapshot(deps, tx, order))
    if (seen === '' || !hash.startsWith(seen)) throw new UserError('CARD_OUTDATED')
    await assertSensible(deps, tx, order)
    const permissions =
      setId === undefined ? [] : await permissionsAtStake(deps, tx, { kind, setId, tenantIds })
    const acting = { ...plainPerson(by), roles }
    await assertMayAlone(deps, tx, { kind, by: acting, tenantIds, permissions, setId })
    return carryOutEach(deps, tx, { kind, setId, tenantIds, by, ...(until !== undefined && { until }) })
  })
}
