import { UserError } from '#platform/base/errors.ts'
import { isSamePerson } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { assertMay, assertStillMay } from '../people/assert-may.ts'
import { assertMayAlone } from '../people/second-person.ts'
import { readSoon } from '../read-soon.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { deleteBlock } from './blocks-store.ts'
import { getGrant } from './change-grant.ts'
import type { Grant } from './grant.ts'
import {
  carryOutOrder,
  type GrantOrder,
  type OrderDeps,
  type OwnOrder,
  type OwnOrderDeps,
} from './grant-order.ts'

/**
 * Ends a block: the grant shows the result of the last read, and the tenant is read again.
 * @throws UserError APPROVAL_NEEDED when one person is not enough, GRANT_NOT_BLOCKED, CARD_OUTDATED
 */
export async function unblockGrant(deps: OwnOrderDeps, order: OwnOrder): Promise<void> {
  await assertStillMay(deps, order.by, 'approver', [order.tenantId])
  await deps.database.transaction(async (tx) => {
    await assertMayLift(deps, tx, order)
    await unblockGrantIn(deps, tx, order)
  })
}

/** In the caller's transaction. The caller has checked the right to lift it. Writes nothing when it refuses. */
export async function unblockGrantIn(deps: OrderDeps, tx: Tx, order: GrantOrder): Promise<void> {
  await endBlock(deps, tx, order, 'grant.unblock')
}

/**
 * Undoes a block within the undo period: whoever did it, or any approver, without a second person.
 * @throws UserError UNDO_TOO_LATE, GRANT_NOT_BLOCKED, ROLE_MISSING, TENANT_LIMIT_REACHED, CARD_OUTDATED
 */
export async function undoBlock(deps: OwnOrderDeps, order: OwnOrder): Promise<void> {
  const rolesNow = await deps.people.readRolesNow(order.by)
  await deps.database.transaction(async (tx) => {
    const { at, by } = blockOf(await getGrant(tx, order.tenantId, order.setId))
    assertMay(rolesNow, isSamePerson(by, order.by) ? 'operator' : 'approver', [order.tenantId])
    if (deps.clock().getTime() > at.getTime() + deps.rules.undoMs) throw new UserError('UNDO_TOO_LATE')
    await endBlock(deps, tx, order, 'grant.undoBlock')
  })
}

async function assertMayLift(deps: OrderDeps, tx: Tx, { setId, by }: OwnOrder): Promise<void> {
  const { permissions } = await getRequirement(deps, tx, setId)
  assertMayAlone(deps, 'unblock', { roles: by.roles, permissions })
}

async function endBlock(deps: OrderDeps, tx: Tx, order: GrantOrder, action: string): Promise<void> {
  const grant = await getGrant(tx, order.tenantId, order.setId)
  blockOf(grant)
  const { blocked: _, ...memory } = grant.memory
  const at = deps.clock()
  await deleteBlock(tx, order.tenantId, order.setId)
  await carryOutOrder(deps, tx, order, grant, { action, at, memory })
  await readSoon(deps.jobs, tx, order.tenantId, at)
}

function blockOf({ memory }: Grant): NonNullable<Grant['memory']['blocked']> {
  if (!memory.blocked) throw new UserError('GRANT_NOT_BLOCKED')
  return memory.blocked
}
