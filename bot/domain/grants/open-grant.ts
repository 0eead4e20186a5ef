import { UserError } from '#platform/base/errors.ts'
import { plainPerson } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { OwnActKind } from '../people/act-kinds.ts'
import { readSoon } from '../read-soon.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import type { Opening } from '../status/memory.ts'
import { getGrant } from './change-grant.ts'
import { carryOutOrder, type GrantOrder, type OrderDeps } from './grant-order.ts'
import { openRefusal } from './lift-refusal.ts'
import { watchOpening } from './watch-opening.ts'

/** Access for a time. */
export interface OpenOrder extends GrantOrder {
  until: Date
  /** Ticket or case number. */
  reference?: string
}

/**
 * Opens for a time, in the caller's transaction: a set that is closed by default, or one whose block is lifted until then. A
 * later opening replaces an earlier one. The caller has checked the right to it. Writes nothing when it refuses.
 * @throws UserError as `openRefusal`, APPROVAL_NEEDED, CARD_OUTDATED
 */
export async function openGrantIn(
  deps: OrderDeps,
  tx: Tx,
  order: OpenOrder,
  act: { action: 'grant.open' | 'grant.unblock'; kind?: OwnActKind },
): Promise<void> {
  const { tenantId, setId, until, by, approval, reason, reference } = order
  const grant = await getGrant(tx, tenantId, setId)
  const refusal = await openRefusal(deps, tx, grant, order)
  if (refusal) throw refusal
  const { openForMs } = await getRequirement(deps, tx, setId)
  if (openForMs !== undefined && !approval)
    throw new UserError('APPROVAL_NEEDED', { why: 'closed', kind: 'open', setId, tenantIds: [tenantId] })
  const at = deps.clock()
  const open: Opening = {
    at,
    until,
    by: plainPerson(by),
    ...(approval && { approvedBy: plainPerson(approval.by) }),
    ...(reason !== undefined && { reason }),
    ...(reference !== undefined && { reference }),
  }
  const detail = { until: until.toISOString(), ...(reference !== undefined && { reference }) }
  const memory = { ...grant.memory, open }
  await carryOutOrder(deps, tx, order, grant, { ...act, at, memory, detail })
  await watchOpening(deps, tx, { tenantId, setId }, open)
  await readSoon(deps.jobs, tx, tenantId, { runAt: at, manual: true })
}
