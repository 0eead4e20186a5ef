import { UserError } from '#platform/base/errors.ts'
import { type Approval, approvalDetail, type Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { type Acting, assertMayAlone } from '../people/second-person.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { assertVersion, changeGrant, getGrant, moved } from './change-grant.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules' | 'catalog' | 'clientIds' | 'react'>
type Asking = Needs & Pick<Deps, 'people'>

export interface GrantOrder {
  tenantId: string
  setId: string
  /** Version of the grant on the card the person saw. */
  version: number
  by: Person
  /** The second person, where one was asked. */
  approval?: Approval
}

/** An order of one person alone, whose roles decide whether that is enough. */
export type OwnOrder = Omit<GrantOrder, 'by' | 'approval'> & { by: Acting }

/**
 * Shuts the associated apps off from this tenant's data: from this transaction on the access API says no.
 * Links that are out for the same grant end. What is granted in Entra stays there.
 * @throws UserError APPROVAL_NEEDED, GRANT_BLOCKED, CARD_OUTDATED
 */
export async function blockGrant(deps: Asking, order: OwnOrder): Promise<void> {
  assertMayAlone(deps, 'block', { roles: order.by.roles })
  await assertStillMay(deps, order.by, 'approver', [order.tenantId])
  await deps.database.transaction((tx) => blockGrantIn(deps, tx, order))
}

/** The same in the caller's transaction. Writes nothing when it refuses. */
export async function blockGrantIn(
  deps: Omit<Needs, 'database'>,
  tx: Tx,
  { tenantId, setId, version, by, approval }: GrantOrder,
): Promise<void> {
  const grant = await getGrant(tx, tenantId, setId)
  if (grant.memory.blocked) throw new UserError('GRANT_BLOCKED', { by: grant.memory.blocked.by.name })
  assertVersion(grant, version)
  const at = deps.clock()
  const requirement = await getRequirement(deps, tx, setId)
  const { consent: _ended, ...memory } = grant.memory
  const change = await changeGrant(deps, tx, requirement, grant, { ...memory, blocked: { at, by } })
  const detail = { ...moved(change), ...approvalDetail(approval) }
  await append(tx, { at, actor: by, action: 'grant.block', tenantId, setId, result: 'done', detail })
}
