import { UserError } from '#platform/base/errors.ts'
import { plainPerson } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { assertReason } from '#platform/text/reason.ts'
import { listBaselines, saveBaseline } from '../baselines/baselines-store.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { nameGranted } from '../status/compare-permissions.ts'
import { confirmedIds, type GrantMemory } from '../status/memory.ts'
import { getGrant } from './change-grant.ts'
import type { Grant } from './grant.ts'
import {
  carryOutAlone,
  carryOutOrder,
  type GrantOrder,
  type OrderDeps,
  type OwnOrder,
  type OwnOrderDeps,
} from './grant-order.ts'

type AcceptOrder = OwnOrder & Required<Pick<GrantOrder, 'reason'>>

/**
 * Explains what is granted there and nothing else explains: it becomes part of the baseline, and its alert ends. Changes
 * nothing in Entra, and gives no app anything.
 * @throws UserError REASON_TOO_SHORT, APPROVAL_NEEDED with tier 0 among it, NOTHING_UNEXPLAINED, CARD_OUTDATED
 */
export async function acceptGrants(deps: OwnOrderDeps, order: AcceptOrder): Promise<void> {
  const given = { ...order, reason: assertReason(order.reason) }
  await carryOutAlone(deps, order, { kind: 'accept', work: (tx) => acceptGrantsIn(deps, tx, given) })
}

/** In the caller's transaction. Writes nothing when it refuses. */
export async function acceptGrantsIn(deps: OrderDeps, tx: Tx, order: GrantOrder): Promise<void> {
  const { tenantId, setId, by, reason, approval } = order
  const grant = await getGrant(tx, tenantId, setId)
  const refusal = acceptRefusal(grant)
  if (refusal) throw refusal
  const baseline = (await listBaselines(tx, tenantId)).get(setId)
  if (!baseline) throw new UserError('CARD_OUTDATED')
  const at = deps.clock()
  const ids = confirmedIds(grant.memory)
  const why = {
    ...{ how: 'accepted' as const, at, by: plainPerson(by) },
    ...(reason !== undefined && { reason }),
    ...(approval && { approvedBy: approval.by }),
  }
  await saveBaseline(tx, { ...baseline, later: [...baseline.later, ...ids.map((id) => ({ id, ...why }))] })
  const requirement = await getRequirement(deps, tx, setId)
  const permissions = nameGranted(ids, requirement).map(({ name }) => name)
  await carryOutOrder(deps, tx, order, grant, {
    action: 'grant.accept',
    at,
    memory: without(grant.memory),
    by: plainPerson(by),
    ending: 'accepted',
    detail: { permissions, ...(reason !== undefined && { reason }) },
  })
}

/** Why there is nothing to accept now; undefined if there is. */
export const acceptRefusal = ({ memory }: Pick<Grant, 'memory'>): UserError | undefined =>
  confirmedIds(memory).length === 0 ? new UserError('NOTHING_UNEXPLAINED') : undefined

/** What was seen once only was not on the card. */
function without({ unexplained = [], ...memory }: GrantMemory): GrantMemory {
  const left = unexplained.filter(({ confirmed }) => !confirmed)
  return left.length > 0 ? { ...memory, unexplained: left } : memory
}
