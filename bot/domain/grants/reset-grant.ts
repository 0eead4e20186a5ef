import { UserError } from '#platform/base/errors.ts'
import type { Tx } from '#platform/storage/database.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { assertMayAlone } from '../people/second-person.ts'
import { readSoon } from '../read-soon.ts'
import type { GrantMemory } from '../status/memory.ts'
import { getGrant } from './change-grant.ts'
import {
  carryOutOrder,
  type GrantOrder,
  type OrderDeps,
  type OwnOrder,
  type OwnOrderDeps,
} from './grant-order.ts'

/**
 * Clears the error, open links and pending verification of a grant in `error` or `granting`, and reads the tenant again.
 * @throws UserError APPROVAL_NEEDED, GRANT_NOT_RESETTABLE, CARD_OUTDATED
 */
export async function resetGrant(deps: OwnOrderDeps, order: OwnOrder): Promise<void> {
  assertMayAlone(deps, 'reset', { roles: order.by.roles })
  await assertStillMay(deps, order.by, 'approver', [order.tenantId])
  await deps.database.transaction((tx) => resetGrantIn(deps, tx, order))
}

/** In the caller's transaction. Writes nothing when it refuses. */
export async function resetGrantIn(deps: OrderDeps, tx: Tx, order: GrantOrder): Promise<void> {
  const { tenantId, by } = order
  const grant = await getGrant(tx, tenantId, order.setId)
  const { status, findings } = grant
  if (status !== 'error' && status !== 'granting') throw new UserError('GRANT_NOT_RESETTABLE', { status })
  const at = deps.clock()
  const memory = withoutErrors(grant.memory)
  const detail = { was: status, findings: findings.map(({ code }) => code) }
  await carryOutOrder(deps, tx, order, grant, { action: 'grant.reset', at, memory, by, detail })
  await readSoon(deps.jobs, tx, tenantId, at)
}

/** A confirmed loss goes together with the record of what was verified: the set starts again as not granted. */
function withoutErrors({ facts, readFailure, verified, lossConfirmedAt }: GrantMemory): GrantMemory {
  return { facts, readFailure, ...(lossConfirmedAt ? {} : { verified }) }
}
