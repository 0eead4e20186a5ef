import { UserError } from '#platform/base/errors.ts'
import { grantkeeper, isSamePerson, plainPerson } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { isOpenAt } from '../status/closure.ts'
import type { Block, GrantMemory } from '../status/memory.ts'
import { deleteBlock, insertBlock } from './blocks-store.ts'
import { changeGrant, getGrant, statusDetail } from './change-grant.ts'
import {
  carryOutAlone,
  carryOutOrder,
  type GrantOrder,
  type OrderDeps,
  type OwnOrder,
  type OwnOrderDeps,
} from './grant-order.ts'
import { unwatchOpening } from './watch-opening.ts'

/**
 * Denies the associated apps this tenant's data: the access API answers no from this transaction on, and until the block is
 * lifted, whatever happens to the tenant. Open links of the grant end, and so does access for a time. Permissions granted in Entra remain.
 * @throws UserError APPROVAL_NEEDED, GRANT_BLOCKED, CARD_OUTDATED
 */
export async function blockGrant(deps: OwnOrderDeps, order: OwnOrder): Promise<void> {
  await carryOutAlone(deps, order, { kind: 'block', work: (tx) => blockGrantIn(deps, tx, order) })
}

/** In the caller's transaction. Writes nothing when it refuses. */
export async function blockGrantIn(deps: OrderDeps, tx: Tx, order: GrantOrder): Promise<void> {
  const grant = await getGrant(tx, order.tenantId, order.setId)
  const { consent: _, blocked, open, ...memory } = grant.memory
  const at = deps.clock()
  if (blocked && !isOpenAt(grant.memory, at)) throw new UserError('GRANT_BLOCKED', { by: blocked.by.name })
  const { tenantId, setId, reason } = order
  const by = plainPerson(order.by)
  // Undone, the block below it would not come back.
  const block: Block = { at, by, ...(reason !== undefined && { reason }), ...(blocked && { isFinal: true }) }
  if (blocked) await deleteBlock(tx, tenantId, setId)
  if (open) await unwatchOpening(deps, tx, { tenantId, setId })
  await insertBlock(tx, tenantId, setId, block)
  const next = { ...withoutDoubts(memory), blocked: block }
  await carryOutOrder(deps, tx, order, grant, { action: 'grant.block', kind: 'block', at, memory: next })
}

/** What was seen once only was not told: seen again, it begins after the block, which then hides nothing of it. */
function withoutDoubts({ unexplained = [], ...memory }: GrantMemory): GrantMemory {
  const told = unexplained.filter(({ confirmed }) => confirmed)
  return told.length > 0 ? { ...memory, unexplained: told } : memory
}

/**
 * By Grantkeeper itself: only a second person lifts it. It replaces the block of a person, who could otherwise undo their own
 * and so lift this one.
 */
export async function blockByItself(
  deps: OrderDeps,
  tx: Tx,
  { tenantId, setId }: Pick<GrantOrder, 'tenantId' | 'setId'>,
): Promise<void> {
  const grant = await getGrant(tx, tenantId, setId)
  const { consent: _, blocked, open, ...memory } = grant.memory
  if (blocked && !open && isSamePerson(blocked.by, grantkeeper)) return
  if (open) await unwatchOpening(deps, tx, { tenantId, setId })
  const at = deps.clock()
  const block = { at, by: grantkeeper }
  if (blocked) await deleteBlock(tx, tenantId, setId)
  await insertBlock(tx, tenantId, setId, block)
  const requirement = await getRequirement(deps, tx, setId)
  const change = await changeGrant(deps, tx, requirement, grant, { ...memory, blocked: block })
  const detail = statusDetail(change)
  await append(tx, { at, actor: 'system', action: 'grant.block', tenantId, setId, result: 'done', detail })
}
