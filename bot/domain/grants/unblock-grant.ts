import { UserError } from '#platform/base/errors.ts'
import { grantkeeper, isSamePerson } from '#platform/base/person.ts'
import { minutes } from '#platform/base/time.ts'
import type { Db, Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { assertAccountRead, assertMay } from '../people/assert-may.ts'
import { removeOwnAct } from '../people/own-acts-store.ts'
import type { Scope } from '../people/role-reading.ts'
import { readSoon } from '../read-soon.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { wouldBeUsable } from '../status/evaluate-status.ts'
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
import { tenantLimitRefusal } from './tenant-limit.ts'

/** `beyond`: what its card said is granted there beyond the list, as `beyondHash`. */
type Seen = { beyond?: string }

/**
 * Ends a block: the grant shows the result of the last read, and the tenant is read again.
 * @throws UserError APPROVAL_NEEDED when one person is not enough, GRANT_NOT_BLOCKED, TENANT_LIMIT_REACHED, CARD_OUTDATED
 */
export async function unblockGrant(deps: OwnOrderDeps, order: OwnOrder & Seen): Promise<void> {
  await carryOutAlone(deps, order, { kind: 'unblock', work: (tx) => unblockGrantIn(deps, tx, order) })
}

/** In the caller's transaction. The caller has checked the right to lift it. Writes nothing when it refuses. */
export async function unblockGrantIn(deps: OrderDeps, tx: Tx, order: GrantOrder & Seen): Promise<void> {
  await endBlock(deps, tx, order, { action: 'grant.unblock', kind: 'unblock' })
}

/**
 * Undoes a block within the undo period: whoever did it, or any approver, without a second person.
 * @throws UserError UNDO_TOO_LATE, GRANT_NOT_BLOCKED, ROLE_MISSING, TENANT_LIMIT_REACHED, CARD_OUTDATED
 */
export async function undoBlock(deps: OwnOrderDeps, order: OwnOrder): Promise<void> {
  const { tenantId, setId } = order
  const rolesNow = await deps.people.readRolesNow(order.by)
  await deps.database.transaction(async (tx) => {
    const { at, by } = blockOf(await getGrant(tx, tenantId, setId))
    assertMay(rolesNow, isSamePerson(by, order.by) ? 'operator' : 'approver', [tenantId])
    assertAccountRead(rolesNow)
    if (isSamePerson(by, grantkeeper)) throw new UserError('APPROVAL_NEEDED', { why: 'tierZero' })
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
  const { blocked: _, ...memory } = grant.memory
  const at = deps.clock()
  await deleteBlock(tx, order.tenantId, order.setId)
  await carryOutOrder(deps, tx, order, grant, { ...act, at, memory })
  await readSoon(deps.jobs, tx, order.tenantId, { runAt: at, manual: true })
}

/** Lifting a block must not put an app into more tenants than its limit. */
export async function unblockRefusal(
  deps: Pick<Deps, 'catalog' | 'clientIds' | 'rules'>,
  db: Db,
  { tenantId, setId, memory }: Grant,
  namesOf?: Scope,
): Promise<UserError | undefined> {
  if (!memory.blocked) return new UserError('GRANT_NOT_BLOCKED')
  const requirement = await getRequirement(deps, db, setId)
  if (!wouldBeUsable(requirement, memory)) return undefined
  return tenantLimitRefusal(deps, db, { tenantId, setId, namesOf })
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
