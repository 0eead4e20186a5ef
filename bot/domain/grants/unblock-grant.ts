import { UserError } from '#platform/base/errors.ts'
import { grantkeeper, isSamePerson } from '#platform/base/person.ts'
import { minutes } from '#platform/base/time.ts'
import type { Tx } from '#platform/storage/database.ts'
import { assertAccountRead, assertMay } from '../people/assert-may.ts'
import { removeOwnAct } from '../people/own-acts-store.ts'
import { readSoon } from '../read-soon.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { deleteBlock } from './blocks-store.ts'
import { getGrant } from './change-grant.ts'
import { beyondHash } from './foresee-unblock.ts'
import type { Grant } from './grant.ts'
import {
  carryOutAlone,
  carryOutOrder,
  type GrantOrder,
  type OrderDeps,
  type OrderedChange,
  type OwnOrder,
  type OwnOrderDeps,
} from './grant-order.ts'
import { unblockRefusal } from './lift-refusal.ts'
import { openGrantIn } from './open-grant.ts'
import { unwatchOpening } from './watch-opening.ts'

/** `beyond`: what its card said is granted there beyond the list, as `beyondHash`. `until`: for a time. */
type Seen = { beyond?: string; until?: Date }

/**
 * Ends a block, or lifts it for a time: the grant shows the result of the last read, and the tenant is read again.
 * @throws UserError APPROVAL_NEEDED when one person is not enough, GRANT_NOT_BLOCKED, TENANT_LIMIT_REACHED, CARD_OUTDATED
 */
export async function unblockGrant(deps: OwnOrderDeps, order: OwnOrder & Seen): Promise<void> {
  await carryOutAlone(deps, order, { kind: 'unblock', work: (tx) => unblockGrantIn(deps, tx, order) })
}

/** In the caller's transaction. The caller has checked the right to lift it. Writes nothing when it refuses. */
export async function unblockGrantIn(deps: OrderDeps, tx: Tx, order: GrantOrder & Seen): Promise<void> {
  const { until } = order
  if (until) {
    await assertSameBeyond(deps, tx, order, await getGrant(tx, order.tenantId, order.setId))
    return openGrantIn(deps, tx, { ...order, until }, { action: 'grant.unblock', kind: 'unblock' })
  }
  await endBlock(deps, tx, order, { action: 'grant.unblock', kind: 'unblock' })
}

/**
 * Undoes a block within the undo period: whoever did it, or any approver, without a second person.
 * @throws UserError UNDO_TOO_LATE, UNDO_OF_END, GRANT_NOT_BLOCKED, ROLE_MISSING, TENANT_LIMIT_REACHED, CARD_OUTDATED
 */
export async function undoBlock(deps: OwnOrderDeps, order: OwnOrder): Promise<void> {
  const { tenantId, setId } = order
  const rolesNow = await deps.people.readRolesNow(order.by)
  await deps.database.transaction(async (tx) => {
    const grant = await getGrant(tx, tenantId, setId)
    const { at, by, isFinal } = blockOf(grant)
    assertMay(rolesNow, isSamePerson(by, order.by) ? 'operator' : 'approver', [tenantId])
    assertAccountRead(rolesNow)
    if (isSamePerson(by, grantkeeper)) throw new UserError('APPROVAL_NEEDED', { why: 'tierZero' })
    if (isFinal || grant.memory.open) throw new UserError('UNDO_OF_END')
    if (deps.clock().getTime() > at.getTime() + deps.rules.undoMs)
      throw new UserError('UNDO_TOO_LATE', { minutes: deps.rules.undoMs / minutes(1) })
    await endBlock(deps, tx, order, { action: 'grant.undoBlock' })
    await removeOwnAct(tx, by, { kind: 'block', tenantId, setId, at })
  })
}

async function endBlock(
  deps: OrderDeps,
  tx: Tx,
  order: GrantOrder & Seen,
  act: Pick<OrderedChange, 'action' | 'kind'>,
): Promise<void> {
  const grant = await getGrant(tx, order.tenantId, order.setId)
  const refusal = await unblockRefusal(deps, tx, grant, order.namesOf)
  if (refusal) throw refusal
  await assertSameBeyond(deps, tx, order, grant)
  const { blocked: _, open, ...memory } = grant.memory
  const at = deps.clock()
  await deleteBlock(tx, order.tenantId, order.setId)
  // Without the block there is nothing that access for a time would end in, unless the set is closed by default.
  const { openForMs } = await getRequirement(deps, tx, order.setId)
  const stays = open && openForMs !== undefined
  if (open && !stays) await unwatchOpening(deps, tx, order)
  await carryOutOrder(deps, tx, order, grant, { ...act, at, memory: { ...memory, ...(stays && { open }) } })
  await readSoon(deps.jobs, tx, order.tenantId, { runAt: at, manual: true })
}

async function assertSameBeyond(
  deps: OrderDeps,
  tx: Tx,
  { setId, beyond }: GrantOrder & Seen,
  { memory }: Grant,
): Promise<void> {
  if (beyond === undefined) return
  const requirement = await getRequirement(deps, tx, setId)
  if (beyondHash(requirement, memory) !== beyond) throw new UserError('CARD_OUTDATED')
}

function blockOf({ memory }: Grant): NonNullable<Grant['memory']['blocked']> {
  if (!memory.blocked) throw new UserError('GRANT_NOT_BLOCKED')
  return memory.blocked
}
