import { type Approval, approvalDetail, type Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import type { Acting } from '../people/second-person.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import type { GrantMemory } from '../status/memory.ts'
import { assertVersion, changeGrant, statusDetail } from './change-grant.ts'
import type { Grant } from './grant.ts'

/** An order to change one grant. Each is written twice: with a transaction of its own, and in the caller's. */
export interface GrantOrder {
  tenantId: string
  setId: string
  /** Version of the grant on the card the person saw. */
  version: number
  by: Person
  /** From the request, if there was one. */
  reason?: string
  /** Of the second person, if one was needed. */
  approval?: Approval
}

/** An order of one person alone, whose roles decide whether that is enough. */
export type OwnOrder = Omit<GrantOrder, 'by' | 'reason' | 'approval'> & { by: Acting }

/** Dependencies in the caller's transaction. */
export type OrderDeps = Pick<Deps, 'clock' | 'rules' | 'catalog' | 'clientIds' | 'jobs' | 'react'>
export type OwnOrderDeps = OrderDeps & Pick<Deps, 'database' | 'people'>

interface OrderedChange {
  action: string
  at: Date
  memory: GrantMemory
  /** The person whose act ended what the grant showed. */
  by?: Person
  detail?: object
}

/** Stores the memory that an order results in, with its audit entry. @throws UserError CARD_OUTDATED */
export async function carryOutOrder(
  deps: OrderDeps,
  tx: Tx,
  { tenantId, setId, version, by: actor, approval }: GrantOrder,
  grant: Grant,
  { action, at, memory, by, detail: more }: OrderedChange,
): Promise<void> {
  assertVersion(grant, version)
  const requirement = await getRequirement(deps, tx, setId)
  const change = await changeGrant(deps, tx, requirement, grant, memory, by)
  const detail = { ...statusDetail(change), ...more, ...approvalDetail(approval) }
  await append(tx, { at, actor, action, tenantId, setId, result: 'done', detail })
}
