import { UserError } from '#platform/base/errors.ts'
import { approvalDetail, isSamePerson, type Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { assertMayAlone } from '../people/second-person.ts'
import { readSoon } from '../read-soon.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import type { GrantOrder, OwnOrder } from './block-grant.ts'
import { assertVersion, changeGrant, getGrant, moved } from './change-grant.ts'
import type { Grant } from './grant.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules' | 'catalog' | 'clientIds' | 'jobs' | 'react'>
type Asking = Needs & Pick<Deps, 'people'>
type TransactionNeeds = Omit<Needs, 'database'>

/**
 * Ends a block: the grant shows what the last read says, and the tenant is read again.
 * @throws UserError APPROVAL_NEEDED when one person is not enough, GRANT_NOT_BLOCKED, CARD_OUTDATED
 */
export async function unblockGrant(deps: Asking, order: OwnOrder): Promise<void> {
  await assertStillMay(deps, order.by, 'approver', [order.tenantId])
  await deps.database.transaction(async (tx) => {
    await assertMayLift(deps, tx, order)
    await unblockGrantIn(deps, tx, order)
  })
}

/** The same in the caller's transaction, for whoever has made sure that it may be. Writes nothing when it refuses. */
export async function unblockGrantIn(deps: TransactionNeeds, tx: Tx, order: GrantOrder): Promise<void> {
  await endBlock(deps, tx, order, 'grant.unblock')
}

/**
 * Takes a block back within the time of regret. The block of somebody else is lifted with the rights of a grant only.
 * @throws UserError UNDO_TOO_LATE, GRANT_NOT_BLOCKED, APPROVAL_NEEDED, CARD_OUTDATED
 */
export async function undoBlock(deps: Asking, order: OwnOrder): Promise<void> {
  await assertStillMay(deps, order.by, 'approver', [order.tenantId])
  await deps.database.transaction(async (tx) => {
    const { at, by } = blockOf(await getGrant(tx, order.tenantId, order.setId))
    if (deps.clock().getTime() > at.getTime() + deps.rules.undoMs) throw new UserError('UNDO_TOO_LATE')
    if (!isSamePerson(by, order.by)) await assertMayLift(deps, tx, order)
    await endBlock(deps, tx, order, 'grant.undoBlock')
  })
}

async function assertMayLift(deps: TransactionNeeds, tx: Tx, { setId, by }: OwnOrder): Promise<void> {
  const { permissions } = await getRequirement(deps, tx, setId)
  assertMayAlone(deps, 'unblock', { roles: by.roles, permissions })
}

async function endBlock(
  deps: TransactionNeeds,
  tx: Tx,
  { tenantId, setId, version, by, approval }: GrantOrder,
  action: string,
): Promise<void> {
  const grant = await getGrant(tx, tenantId, setId)
  blockOf(grant)
  assertVersion(grant, version)
  const { blocked: _ended, ...memory } = grant.memory
  const change = await changeGrant(deps, tx, await getRequirement(deps, tx, setId), grant, memory)
  const at = deps.clock()
  const detail = { ...moved(change), ...approvalDetail(approval) }
  await append(tx, { at, actor: by, action, tenantId, setId, result: 'done', detail })
  await readSoon(deps.jobs, tx, tenantId, at)
}

function blockOf(grant: Grant): { at: Date; by: Person } {
  if (!grant.memory.blocked) throw new UserError('GRANT_NOT_BLOCKED')
  return grant.memory.blocked
}
