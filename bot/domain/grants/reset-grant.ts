import type { Tx } from '#platform/storage/database.ts'
import { readSoon } from '../read-soon.ts'
import type { GrantMemory } from '../status/memory.ts'
import { getGrant } from './change-grant.ts'
import {
  carryOutAlone,
  carryOutOrder,
  type GrantOrder,
  type OrderDeps,
  type OwnOrder,
  type OwnOrderDeps,
} from './grant-order.ts'
import { resetRefusal } from './reset-refusal.ts'

/**
 * Clears the failed consent, open links and pending verification of a grant in `error` or `granting`, and reads the tenant
 * again. What was read and what was ever granted stays: removed permissions remain an error until they are granted again.
 * @throws UserError APPROVAL_NEEDED, GRANT_NOT_RESETTABLE, CARD_OUTDATED
 */
export async function resetGrant(deps: OwnOrderDeps, order: OwnOrder): Promise<void> {
  await carryOutAlone(deps, order, { kind: 'reset', work: (tx) => resetGrantIn(deps, tx, order) })
}

/** In the caller's transaction. Writes nothing when it refuses. */
export async function resetGrantIn(deps: OrderDeps, tx: Tx, order: GrantOrder): Promise<void> {
  const { tenantId, by } = order
  const grant = await getGrant(tx, tenantId, order.setId)
  const { status, findings } = grant
  const refusal = resetRefusal(grant)
  if (refusal) throw refusal
  const at = deps.clock()
  const memory = withoutErrors(grant.memory)
  const detail = { was: status, findings: findings.map(({ code }) => code) }
  await carryOutOrder(deps, tx, order, grant, {
    action: 'grant.reset',
    kind: 'reset',
    at,
    memory,
    by,
    detail,
  })
  await readSoon(deps.jobs, tx, tenantId, { runAt: at, manual: true })
}

/** Drops what a person did, never what was read: a field of the memory that is added later stays too. */
function withoutErrors({ consent: _c, failure: _f, ...kept }: GrantMemory): GrantMemory {
  return kept
}
